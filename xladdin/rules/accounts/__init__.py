"""Check the tables of the final accounts, and what the filing's forms say of the same amounts."""
