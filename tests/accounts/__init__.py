"""Final accounts of units that do not exist: their nine public tables, in three layouts.

facts.py draws the figures in 元, which agree with each other; tables.py lays them out; files.py writes
them as sources, xlsx, docx or an HTML export; faults.py puts one figure wrong.
"""
