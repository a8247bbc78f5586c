"""Text as people write it, cleaned once, and the one grammar of numbers in it."""
