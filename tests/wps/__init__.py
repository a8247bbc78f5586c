"""WPS in the tests: the script in node, its objects in Python, the protocol in between. See host.py."""
