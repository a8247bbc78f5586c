"""Many filings: checked side by side, journalled, summarised in one workbook."""
