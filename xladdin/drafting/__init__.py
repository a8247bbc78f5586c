"""A first narrative from the forms: every figure in its sentence, and places for what people write."""
