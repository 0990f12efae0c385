Attribute VB_Name = "TieoutLoader"
Option Explicit
Option Private Module

' How Python is reached: a class registered for this user only, started the way the
' installer wrote down. No path of any workbook takes part in it. A Python that went away is begun anew once.

Private bridge As Object

Public Function TieoutAsk(ByVal question As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    Dim attempts As Integer
    On Error GoTo lost
again:
    If bridge Is Nothing Then Set bridge = CreateObject("Tieout.Bridge")
    TieoutAsk = bridge.Ask(question, arguments, book)
    Exit Function
lost:
    Set bridge = Nothing
    attempts = attempts + 1
    If attempts = 1 Then Resume again
    Err.Raise 429
End Function

' The text that says why Python cannot be reached.
Public Function TieoutNoBridge() As String
    #If Mac Then
        TieoutNoBridge = "excel.mac"
    #Else
        TieoutNoBridge = "excel.no_bridge"
    #End If
End Function
