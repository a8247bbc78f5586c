Attribute VB_Name = "Ribbon"
Option Explicit

' Every button of ribbon.xml; its id says which. As Object: IRibbonControl stands in Office's own
' library, and where that is missing the whole project would not compile.
Public Sub JX_OnAction(control As Object)
    PressButton control.ID
End Sub

' Called a moment after a workbook of ours was opened, so that the first click need not wait for Python.
' A failure stays silent here: whoever clicks is told.
Public Sub JX_WarmUp()
    Dim server As Object
    On Error GoTo Failed
    Set server = Py()
    server.Module "xladdin.excel.buttons"
    server.Module "xladdin.excel.udfs"
    Exit Sub
Failed:
    WriteDown "warm-up: " & Err.Description
End Sub
