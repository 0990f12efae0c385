Attribute VB_Name = "TieoutLoader"
Option Explicit
Option Private Module

' How Python is reached where an office already keeps xlwings: through its module, which must stand in
' this project, and whatever interpreter its settings name.

Public Function TieoutAsk(ByVal question As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    #If Mac Then
        ' On a Mac the module runs a line of Python and brings nothing back: buttons, but no functions.
        If question <> "press" Then Err.Raise 429
        RunPython "from tieout.excel import mac; mac.press('" & arguments(0) & "', '" & arguments(1) & "')"
    #Else
        TieoutAsk = Py.CallUDF("tieout.excel.udfs", "ask", Array(question, arguments, book), ThisWorkbook, Nothing)
    #End If
End Function

' The text that says why Python cannot be reached.
Public Function TieoutNoBridge() As String
    #If Mac Then
        TieoutNoBridge = "excel.mac"
    #Else
        TieoutNoBridge = "excel.no_bridge"
    #End If
End Function
