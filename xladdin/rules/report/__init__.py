"""Check the report: its figures against the forms and each other, its outline, and what was left in it."""
