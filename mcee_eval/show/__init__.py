"""results + words → figures, tables, sentences; never computes, never saves."""
