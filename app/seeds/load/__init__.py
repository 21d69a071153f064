"""Any number of invented activities, for benchmarks."""
