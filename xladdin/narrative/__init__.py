"""Read the report's sentences: figures, then the claims they make, then lists of parts."""
