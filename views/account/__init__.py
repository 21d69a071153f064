"""Accounts and what belongs to them: people, keys, substitutes, the own profile."""
