"""Live Excel: the ribbon's buttons and the worksheet functions. The only room that uses xlwings."""
