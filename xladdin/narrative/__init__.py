"""The report in sentences: quantities, then claims, then what they say about one another."""
