"""Rules on the report: its figures against the forms and each other, its outline, what was left in it."""
