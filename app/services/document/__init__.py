"""Documents and discussion of an activity."""
