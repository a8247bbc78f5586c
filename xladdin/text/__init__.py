"""Clean text once, for prose and cells alike, and parse the numbers in it by one grammar."""
