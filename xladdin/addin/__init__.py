"""The Excel add-in: built from ``macros/`` on any machine, installed on a Windows PC."""
