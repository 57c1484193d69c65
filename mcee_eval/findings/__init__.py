"""results → verdicts: the only place that compares a number with a threshold."""
