"""Days corrected by hand and the due dates that they move."""
