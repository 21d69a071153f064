"""Accounts and how they come in."""
