"""The public tables of the final accounts (部门决算公开), read as forms of their own."""
