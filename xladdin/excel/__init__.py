"""Answer the ribbon's buttons and the worksheet functions in live Excel. Only this room uses xlwings."""
