"""A window for those without a command line: a page in the browser, served to this computer alone.

A page rather than tkinter: the result is a page already, and Windows' embeddable Python has no tkinter.
"""
