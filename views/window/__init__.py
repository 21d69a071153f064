"""The calendar of work on systems, windows of activities, and blackouts."""
