"""CAB meetings: their words, who leads and sees them, and what can be done with them."""
