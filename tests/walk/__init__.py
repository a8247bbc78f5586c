"""A walk as a new user: every step of a clerk's day and a bureau's week, with what was said.

``python -m tests.walk`` (also ``python3 install/dev.py pictures``) goes the way once more and writes
docs/走一遍.md and the pictures of the manual.
"""
