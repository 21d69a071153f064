"""How things are said: no request, no query."""
