"""CAB meetings: planned, invited to, held, and written down."""
