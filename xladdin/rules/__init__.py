"""Rules: whether a relation holds. What to make of it is decided in ``checking``."""
