Attribute VB_Name = "Bridge"
Option Explicit
Option Private Module

' A button of the ribbon: Python does the work and returns what to say, or nothing.
Public Sub PressButton(ByVal button As String)
    Dim server As Object
    Dim answer As String
    Dim failure As String
    Dim detail As String
    On Error GoTo Unreachable
    Set server = Py()
    On Error GoTo Failed
    HoldStill True
    answer = server.Str(server.Call(server.Module("xladdin.excel.buttons"), "press", _
        server.Tuple(button, LiveApp(server), LiveBook(server, ActiveWorkbook))))
    HoldStill False
    If answer <> "" Then Say answer, vbInformation
    DescribeFunctions
    Exit Sub
Unreachable:
    detail = Err.Description
    failure = Err.Source
    WriteDown "start: " & detail
    If Sentence(failure) = "" Then failure = "unreachable"
    Say Sentence(failure), vbExclamation
    Exit Sub
Failed:
    ' Whatever is called from here on clears Err.
    detail = Err.Description
    failure = CallFailure(Err.Number)
    HoldStill False
    WriteDown button & ": " & detail
    If failure = "stopped" Then Forget
    Say Sentence(failure), vbExclamation
End Sub

' While Python works, Excel neither takes keys and clicks nor asks whether to go on waiting.
Private Sub HoldStill(ByVal still As Boolean)
    On Error Resume Next
    Application.DisplayAlerts = Not still
    Application.Interactive = Not still
End Sub

' Starts Python a moment later if the workbook is one of ours; for others no time is spent.
Public Sub WarmUpFor(ByVal book As Object)
    On Error Resume Next
    If IsOurs(book) Then Application.OnTime Now, "'" & ThisWorkbook.Name & "'!JX_WarmUp"
End Sub

' A link in a workbook of ours whose tip says so presses a button; without the add-in it only leads on.
Public Sub FollowLink(ByVal sheet As Object, ByVal tip As String)
    If tip <> Sentence("link_check") Then Exit Sub
    If IsOurs(sheet.Parent) Then PressButton "check"
End Sub

Public Function IsOurs(ByVal book As Object) As Boolean
    Dim sheet As Object
    If book Is Nothing Then Exit Function
    For Each sheet In book.Worksheets
        If sheet.Name = Sentence("sheet_front") Or sheet.Name = Sentence("sheet_memory") Then
            IsOurs = True
            Exit Function
        End If
    Next sheet
End Function

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

' This Excel as xlwings' App, whether a workbook is open in it or not.
Private Function LiveApp(ByVal server As Object) As Object
    Dim inner As Object
    Set inner = server.Call(server.Module("xlwings._xlwindows"), "App", server.Dict("xl", Application))
    Set LiveApp = server.Call(server.Module("xlwings"), "App", server.Dict("impl", inner))
End Function

' The workbook as xlwings' Book, made of the very object that this Excel holds.
Private Function LiveBook(ByVal server As Object, ByVal book As Object) As Object
    Dim inner As Object
    If book Is Nothing Then Exit Function
    Set inner = server.Call(server.Module("xlwings._xlwindows"), "Book", server.Tuple(book))
    Set LiveBook = server.Call(server.Module("xlwings"), "Book", server.Dict("impl", inner))
End Function
