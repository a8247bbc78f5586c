"""Rules on the tables of the final accounts, and on what the filing says otherwise."""
