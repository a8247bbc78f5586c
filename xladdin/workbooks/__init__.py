"""Open, calculate and save workbooks, as every xlsx that leaves this program needs it."""

from openpyxl.worksheet.merge import MergedCellRange

from xladdin.workbooks.opening import draw

MergedCellRange.format = draw
