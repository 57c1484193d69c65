"""Do the methods do what they claim? Simulations with known truth, each with its Monte-Carlo error."""
