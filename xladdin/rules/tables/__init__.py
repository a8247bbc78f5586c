"""Check the tables: whether they are complete, their cells, indicators, and what must agree between them."""
