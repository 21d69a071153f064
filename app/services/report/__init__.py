"""Figures over the activities that the reader sees, and the cards behind each of them."""
