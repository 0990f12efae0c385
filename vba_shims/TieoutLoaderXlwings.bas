Attribute VB_Name = "TieoutLoader"
Option Explicit
Option Private Module

' How Python is reached where an office already keeps xlwings: through its module, which must stand in
' this project, and whatever interpreter its settings name.

Public Function TieoutAsk(ByVal question As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    TieoutAsk = Py.CallUDF("tieout.excel.udfs", "ask", Array(question, arguments, book), ThisWorkbook, Nothing)
End Function
