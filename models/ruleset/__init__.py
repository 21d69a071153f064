"""Rule sets that were uploaded, and their simulations."""
