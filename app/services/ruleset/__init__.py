"""Rule sets with dates, and their simulations."""
