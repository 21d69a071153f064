"""Tickets of the ITIL desk: their words, who takes which step, priorities, clocks, who sees them."""
