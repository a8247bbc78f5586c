"""A stand-in for Excel in the tests: xlwings' public API on a real spreadsheet in soffice.

    def test_a_handler(excel, trips, tmp_path):
        book = excel.books.open(path)          # or excel.books.add(); as xlwings' App, Book, Sheet
        trips.clear()
        press("check", book)
        assert trips.total() < 20              # trips is a Counter: {"Range.raw_value": 3, …}
        assert book.sheets[0]["A1:C3"].options(ndim=2).value == …
        book.save(tmp_path / "saved.xlsx")     # and look at it with openpyxl

`xw.apps`, `xw.books`, `xw.Book.caller()` (after `book.set_mock_caller()`) work, too. Fixtures:
`excel` (a clean app for each test), `trips` (counting.py), `office` (process.py). What the user at
the screen sees and does is `excel.impl.user` (application.py): status_texts, alerts, answers,
chosen files, chart_sheet, shared. `trips.ready = False` pretends that a cell is being edited.
`.api` gives the few members of Excel's objects in native.py under Excel's names: book.api.ReadOnly,
.Saved, .MultiUserEditing, .ProtectStructure; sheet.api.ProtectContents, .Protect(), .AutoFilterMode,
.FilterMode; range.api.Value2, .Text (one cell), .HasFormula, .Locked, .Interior.ColorIndex;
app.api.Ready, .ActiveSheet.Type, .GetOpenFilename(). What Excel refuses is a counting.ComError.
What all cells of a test see at once: `sheet["A1:C3"].impl.texts()`; pictures: render.py.

The engine behaves as Excel also where that hurts: texts are taken as typed ("=…" is a formula, "'1"
a text, "12" a number unless the cell is formatted as text; "+…", "-…", "@…" are refused), Decimal
is refused, currency cells give Decimal in .value, addresses end at 255 characters, properties that
cells do not share are None, hidden sheets cannot be activated, protected cells not be written.

What counts as a trip is what would be a call to Excel (rows.hidden and set_colors count for every
row and cell, as on Windows). Where Excel has no block call (notes, links, merge_area), nor has this.
How it is answered is another thing: what takes soffice many calls is asked inside it (inside.bas), and
what the program foresees is asked at once, and known until something may have changed.
Unlike in Excel: used_range leaves out cells that only have a format; a text written over a link
takes the link away; widths of columns are near, not exact; sheets never are very hidden; what a
protected sheet allows is not saved; fonts and colours of a theme are what soffice makes of them.
"""
