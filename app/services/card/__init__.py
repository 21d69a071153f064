"""Writing a card."""
