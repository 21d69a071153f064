"""What the system administrator looks after: calendar, outgoing mail, events."""
