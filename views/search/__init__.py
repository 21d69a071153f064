"""Meklēt: everything that a person sees, in one field."""
