"""Report → what people read: the terminal, JSON, one HTML page, comments in a copy of the Word file.
It knows no rules."""
