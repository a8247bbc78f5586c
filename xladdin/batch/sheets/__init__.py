"""Write the sheets of the summary workbook."""
