"""Rules: judge whether relations between figures hold; ``checking`` makes findings of the results."""
