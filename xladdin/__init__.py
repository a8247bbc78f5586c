"""Check 绩效自评 filings: read them and show which figures do not agree."""

__version__ = "0.1.0"
