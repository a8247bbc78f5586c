"""Link the figures of a report to the cells of the forms, and refresh them when the forms change."""
