"""Dependencies between resources: agreed by two sides, and followed from one to the next."""
