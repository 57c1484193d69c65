"""frame → result: one question a file. Metrics know no threshold and no language."""
