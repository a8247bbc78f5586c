"""xladdin checks 绩效自评 filings: reads them and shows which figures do not agree."""

__version__ = "0.1.0"
