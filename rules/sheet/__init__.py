"""The registry as sheets: their columns, how a file is read, and what it would change."""
