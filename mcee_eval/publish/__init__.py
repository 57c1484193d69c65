"""executed notebooks + records → offline HTML site."""
