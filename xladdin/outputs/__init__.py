"""Report → what people read: the terminal, JSON, one HTML page. It knows no rules."""
