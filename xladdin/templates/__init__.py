"""Make the official workbooks: blank for a year, or filled from a filing."""
