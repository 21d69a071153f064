"""Delivery of the outbox, and reminders."""
