"""Writing workbooks: what every xlsx that leaves this program has in common."""

from openpyxl.worksheet.merge import MergedCellRange

from xladdin.workbooks.opening import draw

MergedCellRange.format = draw
