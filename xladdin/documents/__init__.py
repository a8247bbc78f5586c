"""Build Word documents from paragraphs, tables and pages; callers decide what they say."""
