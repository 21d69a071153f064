"""Databases of any size to be measured: open work on the newest cards, a past beneath it."""
