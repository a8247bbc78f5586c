"""Read the public tables of the final accounts (部门决算公开) as forms."""
