"""From contradictions to the figure to correct: web → trials → causes."""
