"""Write reports as people read them: text, JSON, one HTML page, annotated and corrected copies. No
rules here."""
