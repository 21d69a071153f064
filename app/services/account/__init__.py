"""Accounts, invitations, factors, keys, substitutes."""
