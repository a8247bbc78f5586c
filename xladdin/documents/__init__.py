"""What every Word document that is written says: paragraphs, tables, pages. What they say, callers know."""
