"""Compare two versions of a filing: what changed in its forms, its sentences, its causes."""
