Attribute VB_Name = "Outside"
Option Explicit
Option Private Module

' All that reaches outside of Excel: Python, the message box, the log. The tests put their own here.

' The private Python lies beside the add-in; where that is, the installer decides, for the DLL
' knows only the characters of Windows' code page (xladdin/addin/places.py). No workbook has a say.

#If Win64 Then
    Private Const DLL As String = "xlwings64-0.37.8.dll"
    Private Declare PtrSafe Function Activate Lib "xlwings64-0.37.8.dll" Alias "XLPyDLLActivateAuto" ( _
        ByRef result As Variant, ByVal command As String, ByVal mode As Long) As Long
#Else
    Private Const DLL As String = "xlwings32-0.37.8.dll"
    Private Declare PtrSafe Function Activate Lib "xlwings32-0.37.8.dll" Alias "XLPyDLLActivateAuto" ( _
        ByRef result As Variant, ByVal command As String, ByVal mode As Long) As Long
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Declare PtrSafe Function MessageBoxW Lib "user32" ( _
    ByVal window As LongPtr, ByVal text As LongPtr, ByVal caption As LongPtr, ByVal kind As Long) As Long

Private start As String
Private pause As Date
Private failure As String

' xlwings' COM server in Python; started if it does not run.
' The DLL starts one process for each distinct command, so there is just one:
' it serves all workbooks of this Excel, and ends with it. The source of an error is the name of the
' sentence that tells it.
Public Function Py() As Object
    Dim result As Variant
    Dim number As Long
    If start = "" Then
        ' By its full path; the declaration above then finds it in memory.
        If LoadLibraryW(StrPtr(PythonFolder() & DLL)) = 0 Then
            number = Err.LastDllError
            Err.Raise vbObjectError + 1, LoadFailure(number), _
                "cannot load " & PythonFolder() & DLL & ": " & number
        End If
        start = StartCommand()
    End If
    ' A thousand cells shall not try in vain a thousand times.
    If Now < pause Then Err.Raise vbObjectError + 2, failure, "Python did not start a moment ago"
    If Activate(result, start, 1) <> 0 Then
        failure = StartFailure(CStr(result))
        pause = Now + TimeSerial(0, 0, 10)
        Err.Raise vbObjectError + 3, failure, CStr(result)
    End If
    Set Py = result
End Function

' The process is gone, and the DLL does not notice: after this it starts a new one.
Public Sub Forget()
    Dim result As Variant
    On Error Resume Next
    Activate result, start, -1
End Sub

' -I: neither the environment nor a file beside a workbook can slip in a module.
' The DLL replaces $(CLSID).
Private Function StartCommand() As String
    Dim program As String
    program = PythonFolder() & "pythonw.exe"
    ' Where the folder is a virtual environment, programs lie one deeper.
    If Dir$(program) = "" Then program = PythonFolder() & "Scripts\pythonw.exe"
    If Dir$(program) = "" Then Err.Raise vbObjectError + 4, "missing", "no " & program
    StartCommand = Quoted(program) & " -I -m xladdin.excel.serving $(CLSID)"
End Function

' It holds the DLLs, too.
Private Function PythonFolder() As String
    PythonFolder = ThisWorkbook.Path & "\python\"
End Function

Private Function Quoted(ByVal value As String) As String
    Quoted = Chr$(34) & value & Chr$(34)
End Function

' VBA's own MsgBox shows question marks for Chinese where Windows is not set to Chinese.
Public Sub Say(ByVal message As String, ByVal kind As Long)
    Dim title As String
    title = Sentence("title")
    MessageBoxW Application.Hwnd, StrPtr(message), StrPtr(title), kind
End Sub

' What only whoever looks into a failure needs to see.
Public Sub WriteDown(ByVal detail As String)
    Dim file As Integer
    On Error Resume Next
    file = FreeFile
    ' Beside the add-in, where the path is ASCII: Open knows only the characters of the code page.
    Open ThisWorkbook.Path & "\addin.log" For Append As #file
    Print #file, Format$(Now, "yyyy-mm-dd hh:nn:ss") & " " & detail
    Close #file
End Sub
