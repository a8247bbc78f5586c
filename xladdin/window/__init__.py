"""Serve a window for users without a command line: a page in the browser, for this computer alone.

It is a page and not tkinter because the result is a page anyway, and Windows' embeddable Python has
no tkinter.
"""
