"""Draft the narrative from the forms: every figure in its sentence, and places for people to fill in."""
