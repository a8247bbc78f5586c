"""Filings of units that do not exist: consistent, in our own words, clean or with chosen faults.

    from tests.generator.filing import filing, possible
    filing(17, "yueyang").write(folder)                   # clean: docx and xlsx, or docx alone
    filing(17, "yueyang", ["三公合计错", "占比算错"]).faults  # what is wrong, where, who must say so

facts.py draws a unit and figures that agree, from trades.toml; forms.py puts them on the official
forms, report.py into sentences of reports.toml; table_faults.py and report_faults.py put one thing
wrong; files.py writes xlsx and docx. ``python tests/generator/measure.py`` counts what is found.
"""
