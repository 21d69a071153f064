"""Objections and proposals."""
