"""Judge the unit's own relations, typed on the sheet 审核公式 of its workbook."""
