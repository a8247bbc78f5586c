"""Define the nouns: frozen values without I/O, which every other room makes or reads."""
