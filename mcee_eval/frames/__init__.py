"""Named frames."""
