"""Rule sets on their pages, and simulations."""
