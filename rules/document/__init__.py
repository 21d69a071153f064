"""Documents and discussion of a card: their words, who reads them, who adds to them."""
