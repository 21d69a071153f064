"""Mani darbi: what waits for me."""
