"""Forms: what the official tables look like (data), and how one is recognised in a grid (code)."""
