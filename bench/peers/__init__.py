"""What the system is compared with: each shows the same rows to the same persons over the same tables."""
