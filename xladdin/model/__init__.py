"""The nouns: frozen values without I/O. Everything else in xladdin makes them or reads them."""
