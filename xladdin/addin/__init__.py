"""Build the add-ins from ``macros/`` on any machine, and install them on Windows or Linux."""
