"""Assemble, check and pack the appendix set, which a unit files."""
