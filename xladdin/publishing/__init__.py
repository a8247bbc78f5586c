"""Make the copy of a filing for the website, without anything private."""
