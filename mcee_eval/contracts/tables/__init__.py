"""One declared table a file."""
