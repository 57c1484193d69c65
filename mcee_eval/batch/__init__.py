"""plan → run → record."""
