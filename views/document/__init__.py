"""Dokumenti and Saruna: what people attach to an activity and say about it."""
