"""The living report: figures of the report that follow the cells of the forms."""
