"""The CAB list, opinions and decisions."""
