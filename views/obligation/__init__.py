"""Nosacījumi: what is to be done by a date, reported by the holder and verified by who asked for it."""
