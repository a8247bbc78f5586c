"""Open, calculate and save workbooks, as every xlsx that leaves this program needs it."""

from openpyxl.worksheet.merge import MergedCellRange

from xladdin.workbooks.opening import draw, take_corner

MergedCellRange._get_borders = take_corner
MergedCellRange.format = draw
