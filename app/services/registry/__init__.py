"""The registry as facts, and what follows from it."""
