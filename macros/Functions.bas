Attribute VB_Name = "Functions"
Option Explicit

' Made from xladdin/excel/udfs.py by "python3 install/dev.py build"; do not edit.

Public Function JX_EXECRATE(budget As Variant, outturn As Variant) As Variant
    JX_EXECRATE = CallFunction("JX_EXECRATE", Array(budget, outturn))
End Function

Public Function JX_CONTROLRATE(posts As Variant, staff As Variant) As Variant
    JX_CONTROLRATE = CallFunction("JX_CONTROLRATE", Array(posts, staff))
End Function

Public Function JX_EXECSCORE(budget As Variant, outturn As Variant, points As Variant) As Variant
    JX_EXECSCORE = CallFunction("JX_EXECSCORE", Array(budget, outturn, points))
End Function

Public Function JX_ATTAINED(target As Variant, actual As Variant) As Variant
    JX_ATTAINED = CallFunction("JX_ATTAINED", Array(target, actual))
End Function

Public Function JX_SCORE(target As Variant, actual As Variant, points As Variant) As Variant
    JX_SCORE = CallFunction("JX_SCORE", Array(target, actual, points))
End Function

Public Function JX_SUBTOTAL(label As Variant, rows As Variant) As Variant
    JX_SUBTOTAL = CallFunction("JX_SUBTOTAL", Array(label, rows))
End Function

Public Function JX_UNIT(value As Variant, source As Variant, target As Variant) As Variant
    JX_UNIT = CallFunction("JX_UNIT", Array(value, source, target))
End Function

Public Function JX_CHECK(cell As Variant) As Variant
    JX_CHECK = CallFunction("JX_CHECK", Array(cell))
End Function

Public Function JX_NARRATIVE(name As Variant, Optional year As Variant, Optional basis As Variant) As Variant
    JX_NARRATIVE = CallFunction("JX_NARRATIVE", Array(name, year, basis))
End Function

Public Function JX_FINDINGS(Optional area As Variant) As Variant
    JX_FINDINGS = CallFunction("JX_FINDINGS", Array(area))
End Function
