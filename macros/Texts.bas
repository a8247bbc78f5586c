Attribute VB_Name = "Texts"
Option Explicit
Option Private Module

' VBA sources are ASCII: what users read stands on the add-in's own sheet, which Excel never shows.
' Column A: the name of a sentence or function; B: the sentence or the function's description;
' from C on: a description of each argument.

Private described As Boolean

' The sentence of that name; empty if there is none.
Public Function Sentence(ByVal name As String) As String
    Dim row As Long
    row = 1
    Do While Entry(row, 1) <> ""
        If Entry(row, 1) = name Then
            Sentence = Replace(Entry(row, 2), "{folder}", ThisWorkbook.Path)
            Exit Function
        End If
        row = row + 1
    Loop
End Function

' Tells the function wizard what the functions and their arguments are: once, after the first click,
' so that no start of Excel waits for it. Where Excel refuses, the wizard shows their names alone.
Public Sub DescribeFunctions()
    Dim row As Long
    If described Then Exit Sub
    described = True
    On Error GoTo Refused
    row = 1
    Do While Entry(row, 1) <> ""
        If Left$(Entry(row, 1), 3) = "JX_" Then DescribeFunction row
        row = row + 1
    Loop
    Exit Sub
Refused:
    WriteDown "functions: " & Err.Description
End Sub

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
