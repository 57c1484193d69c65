"""Lines of evidence → verdict: the only place that compares a number with a threshold."""
