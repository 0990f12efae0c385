Attribute VB_Name = "TieoutBridge"
Option Explicit
Option Private Module

' From Excel into Python and back: values over, values and cell errors back. How Python is reached is
' the business of the loader alone.

Private texts As Variant
Private chosen As String

' A worksheet function: its values go over, a value or a block comes back, errors in their places.
Public Function TieoutCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    On Error GoTo lost
    TieoutCall = TieoutWithErrors(TieoutAsk("compute", Array(functionName, TieoutLanguage(), arguments), Nothing))
    Exit Function
lost:
    TieoutCall = CVErr(2015)
End Function

' A button: which one, and the workbook in front of the user. Esc is heard by Python, which leaves the
' workbook whole; Excel must neither break in nor ask whether to wait for another program.
Public Sub TieoutAct(ByVal action As String)
    TieoutBePatient
    On Error GoTo lost
    TieoutAsk "press", Array(action, TieoutLanguage()), TieoutFront()
    Application.DisplayAlerts = True
    Exit Sub
lost:
    Application.DisplayAlerts = True
    MsgBox TieoutText(TieoutNoBridge()), 48, "Tieout"
End Sub

Private Sub TieoutBePatient()
    On Error Resume Next
    Application.EnableCancelKey = 0
    Application.DisplayAlerts = False
End Sub

' Why does the active cell show an error: its formula is worked out once more, and the reasons kept.
Public Sub TieoutWhy()
    Dim place As Object
    On Error Resume Next
    Set place = ActiveCell
    If place.HasSpill Then Set place = place.SpillParent
    On Error GoTo lost
    TieoutAsk "listen", Array(TieoutLanguage()), Nothing
    If Not place Is Nothing Then place.Calculate
    TieoutAsk "why", Array(TieoutLanguage()), TieoutFront()
    Exit Sub
lost:
    MsgBox TieoutText(TieoutNoBridge()), 48, "Tieout"
End Sub

' What an argument holds; of a range, only as far as its sheet is used, all at once.
Public Function TieoutValues(ByVal argument As Variant) As Variant
    Dim area As Object, rowsUsed As Long
    If IsObject(argument) Then
        Set area = argument
        With area.Worksheet.UsedRange
            rowsUsed = .Row + .Rows.Count - area.Row
        End With
        If rowsUsed < 1 Then rowsUsed = 1
        If rowsUsed < area.Rows.Count Then Set area = area.Resize(rowsUsed)
        TieoutValues = TieoutContent(area)
    Else
        TieoutValues = argument
    End If
End Function

' A ledger, up to its last filled row: people write A:H, and sheets are formatted far below what they hold.
Public Function TieoutLedger(ByVal argument As Variant) As Variant
    Dim area As Object
    On Error GoTo whole
    If IsObject(argument) Then
        Set area = argument
        Set area = area.Resize(TieoutRowsFilled(area))
        TieoutLedger = TieoutValues(area)
        Exit Function
    End If
whole:
    TieoutLedger = TieoutValues(argument)
End Function

' Half of the rows at a time: Excel counts only what is there, so a million rows take twenty short looks.
Private Function TieoutRowsFilled(ByVal area As Object) As Long
    Dim filled As Double, first As Long, middle As Long, last As Long
    filled = Application.WorksheetFunction.CountA(area)
    first = 1
    last = area.Rows.Count
    Do While first < last
        middle = (first + last) \ 2
        If Application.WorksheetFunction.CountA(area.Resize(middle)) = filled Then
            last = middle
        Else
            first = middle + 1
        End If
    Loop
    TieoutRowsFilled = last
End Function

' Plain numbers, which is quick; dates as dates where they count from 1904, and where there is no Value2.
Private Function TieoutContent(ByVal area As Object) As Variant
    On Error Resume Next
    If Not TieoutCountsFrom1904(area) Then
        TieoutContent = area.Value2
        If Err.Number = 0 Then Exit Function
    End If
    TieoutContent = area.Value
End Function

Private Function TieoutCountsFrom1904(ByVal area As Object) As Boolean
    On Error Resume Next
    TieoutCountsFrom1904 = area.Worksheet.Parent.Date1904
End Function

' A text of the user interface in the user's language.
Public Function TieoutText(ByVal key As String) As String
    Dim i As Long, column As Integer
    If IsEmpty(texts) Then texts = ThisWorkbook.Worksheets("TieoutTexts").UsedRange.Value
    column = IIf(TieoutLanguage() = "zh", 2, 3)
    TieoutText = key
    For i = LBound(texts, 1) To UBound(texts, 1)
        If texts(i, 1) = key Then TieoutText = texts(i, column)
    Next
End Function

' The language the user chose, else that of Excel; it is looked up once.
Public Function TieoutLanguage() As String
    On Error Resume Next
    If chosen = "" Then chosen = GetSetting("Tieout", "Excel", "Language", "")
    If chosen = "" Then chosen = IIf(TieoutExcelSpeaksChinese(), "zh", "en")
    TieoutLanguage = chosen
End Function

Public Sub TieoutChooseLanguage(ByVal language As String)
    chosen = language
    On Error Resume Next
    SaveSetting "Tieout", "Excel", "Language", language
End Sub

' 2052 mainland, 1028 Taiwan, 3076 Hong Kong, 5124 Macao, 4100 Singapore; 2 asks for the menus' language.
Private Function TieoutExcelSpeaksChinese() As Boolean
    Dim language As Long
    On Error Resume Next
    language = Application.LanguageSettings.LanguageID(2)
    Select Case language
        Case 2052, 1028, 3076, 5124, 4100
            TieoutExcelSpeaksChinese = True
    End Select
End Function

Private Function TieoutFront() As Object
    On Error Resume Next
    Set TieoutFront = ActiveWorkbook
End Function

' An answer is how many errors there are, the value, and the places of the errors: row, column, number.
Private Function TieoutWithErrors(ByVal answer As Variant) As Variant
    Dim value As Variant, places As Variant, i As Long
    value = answer(1)
    If answer(0) > 0 Then
        places = answer(2)
        For i = LBound(places, 1) To UBound(places, 1)
            If IsArray(value) Then
                value(LBound(value, 1) + places(i, 0), LBound(value, 2) + places(i, 1)) = CVErr(places(i, 2))
            Else
                value = CVErr(places(i, 2))
            End If
        Next
    End If
    TieoutWithErrors = value
End Function
