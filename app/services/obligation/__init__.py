"""Obligations of activities: what is done with them, and which there are."""
