Attribute VB_Name = "Bridge"
Option Explicit
Option Private Module

' A button of the ribbon: Python does the work and returns what to say, or nothing.
Public Sub PressButton(ByVal button As String)
    Dim server As Object
    Dim answer As String
    On Error GoTo Unreachable
    Set server = Py()
    On Error GoTo Failed
    answer = server.Str(server.Call(server.Module("xladdin.excel.buttons"), "press", _
        server.Tuple(button, LiveBook(server, ActiveWorkbook))))
    If answer <> "" Then Say answer, vbInformation
    Exit Sub
Unreachable:
    WriteDown "start: " & Err.Description
    Say Sentence("unreachable"), vbExclamation
    Exit Sub
Failed:
    WriteDown button & ": " & Err.Description
    Say Sentence("failed"), vbExclamation
End Sub

' A worksheet function: what Python returns; an error value if it cannot.
Public Function CallFunction(ByVal name As String, ByVal arguments As Variant) As Variant
    Dim cell As Object
    Dim book As Object
    On Error GoTo Failed
    If TypeName(Application.Caller) = "Range" Then
        Set cell = Application.Caller
        Set book = cell.Worksheet.Parent
    Else
        Set book = ActiveWorkbook
    End If
    CallFunction = WithErrorValues(Py().CallUDF("xladdin.excel.udfs", name, arguments, book, cell))
    Exit Function
Failed:
    CallFunction = CVErr(xlErrValue)
End Function

' What Python returned, with error values where it wrote their names: they cannot travel by COM.
Public Function WithErrorValues(ByVal result As Variant) As Variant
    Dim row As Long
    Dim column As Long
    If Not IsArray(result) Then
        WithErrorValues = ErrorValue(result)
        Exit Function
    End If
    If Dimensions(result) = 1 Then
        For column = LBound(result) To UBound(result)
            result(column) = ErrorValue(result(column))
        Next column
    Else
        For row = LBound(result, 1) To UBound(result, 1)
            For column = LBound(result, 2) To UBound(result, 2)
                result(row, column) = ErrorValue(result(row, column))
            Next column
        Next row
    End If
    WithErrorValues = result
End Function

Private Function ErrorValue(ByVal value As Variant) As Variant
    ErrorValue = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#VALUE!": ErrorValue = CVErr(xlErrValue)
        Case "#N/A": ErrorValue = CVErr(xlErrNA)
        Case "#DIV/0!": ErrorValue = CVErr(xlErrDiv0)
        Case "#NUM!": ErrorValue = CVErr(xlErrNum)
        Case "#REF!": ErrorValue = CVErr(xlErrRef)
        Case "#NAME?": ErrorValue = CVErr(xlErrName)
    End Select
End Function

Private Function Dimensions(ByVal result As Variant) As Long
    Dim bound As Long
    On Error GoTo One
    bound = UBound(result, 2)
    Dimensions = 2
    Exit Function
One:
    Dimensions = 1
End Function

' The workbook as xlwings' Book, made of the very object that this Excel holds.
Private Function LiveBook(ByVal server As Object, ByVal book As Object) As Object
    Dim inner As Object
    If book Is Nothing Then Exit Function
    Set inner = server.Call(server.Module("xlwings._xlwindows"), "Book", server.Tuple(book))
    Set LiveBook = server.Call(server.Module("xlwings"), "Book", server.Dict("impl", inner))
End Function
