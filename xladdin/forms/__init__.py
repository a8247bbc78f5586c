"""Recognise the official forms in grids: ``data`` says what they look like, the code finds them."""
