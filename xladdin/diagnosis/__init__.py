"""Find the figures to correct behind the findings: web → trials → causes."""
