"""One search over all that a person sees."""
