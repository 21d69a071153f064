"""What a new database begins with: reference data, and a demo on request."""
