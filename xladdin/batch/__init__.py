"""Check many filings side by side, keep a journal of the results, and sum them up in one workbook."""
