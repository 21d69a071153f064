"""Obligations that outlive the votes and the decision: their words, who takes which step with them."""
