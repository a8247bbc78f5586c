"""What the forms' own formulas yield: 执行率, 控制率, subtotals, scores."""
