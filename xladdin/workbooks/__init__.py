"""Writing workbooks: what every xlsx that leaves this program has in common."""
