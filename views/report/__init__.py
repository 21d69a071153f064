"""Pārskats: charts and tables over what the reader sees."""
