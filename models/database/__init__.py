"""What is laid around the tables: triggers, search, row security."""
