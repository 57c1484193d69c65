"""A whole programme with known truth, by scenario and seed."""
