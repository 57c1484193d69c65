"""What each metric's result tells: a class a result, beyond its fields."""
