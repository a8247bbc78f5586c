Attribute VB_Name = "Failures"
Option Explicit
Option Private Module

' Which sentence of the sheet is for which failure. The DLL's own texts are English, whatever
' language Windows speaks; only what it quotes of Windows is not.

' The DLL could not be loaded: by the number of Windows' error.
Public Function LoadFailure(ByVal number As Long) As String
    Select Case number
        Case 2, 3, 126, 225, 226: LoadFailure = "missing"
        Case 193: LoadFailure = "bitness"
        Case 5, 1260, 4551: LoadFailure = "forbidden"
        Case Else: LoadFailure = "unreachable"
    End Select
End Function

' The DLL could not start Python: by what it says.
Public Function StartFailure(ByVal said As String) As String
    StartFailure = "unreachable"
    If InStr(said, "Could not create Python process") > 0 Then StartFailure = "forbidden"
    If InStr(said, "AssignProcessToJobObject failed") > 0 Then StartFailure = "forbidden"
    If InStr(said, "process exited before") > 0 Then StartFailure = "broken"
    If InStr(said, "Could not activate Python COM server") > 0 Then StartFailure = "silent"
End Function

' A call did not come back: by the number of VBA's or COM's error.
Public Function CallFailure(ByVal number As Long) As String
    Select Case number
        ' There is no server any more: 462, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED, RPC_E_DISCONNECTED.
        Case 462, -2147023174, -2147023170, -2147417848: CallFailure = "stopped"
        ' RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER.
        Case -2147418111, -2147417846: CallFailure = "busy"
        Case Else: CallFailure = "failed"
    End Select
End Function
