"""When work touches running systems, when it must not, and what meets what."""
