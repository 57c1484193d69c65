"""One declared table a file; drives checks, dictionary, template and synthetic data."""
