"""Sentences about accounts: who gives which role, who must remain, what a password is."""
