Attribute VB_Name = "TieoutLoader"
Option Explicit

' How Python is reached from LibreOffice in the tests: a service that the Python of the test has put there.

Public Function TieoutAsk(ByVal question As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    Dim answer As Variant, places As Variant, values As Variant
    places = Array()
    values = Array()
    answer = CreateUnoService("tieout.tests.Bridge").invoke(Array(question, arguments), places, values)
    If question = "compute" Then
        TieoutAsk = Array(answer(0), TieoutBlock(answer(1)), TieoutBlock(answer(2)))
    Else
        TieoutAsk = answer
    End If
End Function

Public Function TieoutNoBridge() As String
    TieoutNoBridge = "excel.no_bridge"
End Function

' LibreOffice knows neither of these two.
Public Function GetSetting(ByVal program As String, ByVal section As String, ByVal key As String, ByVal default As String) As String
    GetSetting = default
End Function

Public Sub SaveSetting(ByVal program As String, ByVal section As String, ByVal key As String, ByVal setting As String)
End Sub

' LibreOffice gives rows of rows where Excel gives a block.
Private Function TieoutBlock(ByVal rows As Variant) As Variant
    Dim block() As Variant, i As Long, j As Long
    If Not IsArray(rows) Then
        TieoutBlock = rows
    ElseIf UBound(rows) < 0 Then
        TieoutBlock = rows
    Else
        ReDim block(0 To UBound(rows), 0 To UBound(rows(0)))
        For i = 0 To UBound(rows)
            For j = 0 To UBound(rows(0))
                block(i, j) = rows(i)(j)
            Next
        Next
        TieoutBlock = block
    End If
End Function
