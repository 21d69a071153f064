"""The card while it is written."""
