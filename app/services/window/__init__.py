"""The calendar of work on systems, and the times in which nobody is to work on them."""
