Attribute VB_Name = "TieoutRibbon"
Option Explicit

' What the ribbon calls; which buttons there are is told by ribbon.xml.

Private ribbon As Object

Public Sub TieoutRibbonLoaded(ByVal loaded As Object)
    Set ribbon = loaded
    TieoutDescribeFunctions
End Sub

Public Sub TieoutLabel(ByVal control As Object, ByRef returned As Variant)
    returned = TieoutText("ribbon." & control.Tag & ".label")
End Sub

Public Sub TieoutScreentip(ByVal control As Object, ByRef returned As Variant)
    returned = TieoutText("ribbon." & control.Tag & ".label")
End Sub

Public Sub TieoutSupertip(ByVal control As Object, ByRef returned As Variant)
    returned = TieoutText("ribbon." & control.Tag & ".help")
End Sub

Public Sub TieoutPressed(ByVal control As Object)
    TieoutAct control.Tag
End Sub

Public Sub TieoutWhyPressed(ByVal control As Object)
    TieoutWhy
End Sub

Public Sub TieoutLanguagePressed(ByVal control As Object)
    TieoutChooseLanguage IIf(TieoutLanguage() = "zh", "en", "zh")
    TieoutDescribeFunctions
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub
