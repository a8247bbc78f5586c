"""The sheets of the summary workbook."""
