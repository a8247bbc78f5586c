"""Compute the places of forms that have formulas: 执行率, 控制率, subtotals, scores."""
