Attribute VB_Name = "Texts"
Option Explicit
Option Private Module

' VBA sources are ASCII: what users read stands on the add-in's own sheet, which Excel never shows.
' Column A: the name of a sentence or function; B: the sentence or the function's description;
' from C on: a description of each argument.

' The sentence of that name; empty if there is none.
Public Function Sentence(ByVal name As String) As String
    Dim row As Long
    row = 1
    Do While Entry(row, 1) <> ""
        If Entry(row, 1) = name Then
            Sentence = Entry(row, 2)
            Exit Function
        End If
        row = row + 1
    Loop
End Function

' Tells the function wizard what the functions and their arguments are.
' Excel may refuse that for a workbook without windows, so that the add-in becomes one with.
Public Sub DescribeFunctions()
    If DescribedAll() Then Exit Sub
    If Not ThisWorkbook.IsAddin Then Exit Sub
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    DescribedAll
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Function DescribedAll() As Boolean
    Dim row As Long
    On Error GoTo Refused
    row = 1
    Do While Entry(row, 1) <> ""
        If Left$(Entry(row, 1), 3) = "JX_" Then DescribeFunction row
        row = row + 1
    Loop
    DescribedAll = True
Refused:
End Function

Private Sub DescribeFunction(ByVal row As Long)
    Dim arguments() As String
    Dim count As Long
    Do While Entry(row, count + 3) <> ""
        count = count + 1
        ReDim Preserve arguments(1 To count)
        arguments(count) = Entry(row, count + 2)
    Loop
    If count = 0 Then
        Application.MacroOptions Macro:=Macro(Entry(row, 1)), Description:=Entry(row, 2), _
            Category:=Sentence("title")
    Else
        Application.MacroOptions Macro:=Macro(Entry(row, 1)), Description:=Entry(row, 2), _
            Category:=Sentence("title"), ArgumentDescriptions:=arguments
    End If
End Sub

Private Function Macro(ByVal name As String) As String
    Macro = "'" & ThisWorkbook.Name & "'!" & name
End Function

Private Function Entry(ByVal row As Long, ByVal column As Long) As String
    Entry = CStr(ThisWorkbook.Worksheets(1).Cells(row, column).Value)
End Function
