"""Read files as Sources: docx, xlsx, text dumps, and whatever LibreOffice converts into one of them."""

from xladdin.sources.filing_files import read_filing
from xladdin.sources.reading import read

__all__ = ["read", "read_filing"]
