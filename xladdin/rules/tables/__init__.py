"""Rules on the tables: that they are whole, their cells, their indicators, what must agree between them."""
