"""The appendix set: what a unit files, assembled, checked and packed."""
