Attribute VB_Name = "TieoutFunctions"
Option Explicit

' Generated from addin/tieout/excel/functions.py by `python -m tieout.excel.shims`. Do not edit.

Public Function RECON_DIFF(ByVal ours As Variant, ByVal theirs As Variant, Optional ByVal tolerance As Variant, Optional ByVal window As Variant) As Variant
Attribute RECON_DIFF.VB_Description = "Lists every difference of two ledgers, one a row; they add up to ours minus theirs."
Attribute RECON_DIFF.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(tolerance) Then tolerance = ""
    If IsMissing(window) Then window = ""
    RECON_DIFF = TieoutCall("RECON_DIFF", Array(TieoutLedger(ours), TieoutLedger(theirs), TieoutValues(tolerance), TieoutValues(window)))
End Function

Public Function RECON_MATCH(ByVal ours As Variant, ByVal theirs As Variant, Optional ByVal side As Variant) As Variant
Attribute RECON_MATCH.VB_Description = "Gives the match number and status of each row, to stand beside the ledger."
Attribute RECON_MATCH.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(side) Then side = ""
    RECON_MATCH = TieoutCall("RECON_MATCH", Array(TieoutLedger(ours), TieoutLedger(theirs), TieoutValues(side)))
End Function

Public Function RECON_STATUS(ByVal reference As Variant, ByVal amount As Variant, ByVal theirs As Variant) As Variant
Attribute RECON_STATUS.VB_Description = "Whether an entry stands in their ledger too: its status."
Attribute RECON_STATUS.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_STATUS = TieoutCall("RECON_STATUS", Array(TieoutValues(reference), TieoutValues(amount), TieoutLedger(theirs)))
End Function

Public Function RECON_BALANCE(ByVal ledger As Variant, Optional ByVal customer As Variant, Optional ByVal as_of As Variant) As Variant
Attribute RECON_BALANCE.VB_Description = "What a customer owes at a day: opening balance plus entries."
Attribute RECON_BALANCE.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(customer) Then customer = ""
    If IsMissing(as_of) Then as_of = ""
    RECON_BALANCE = TieoutCall("RECON_BALANCE", Array(TieoutLedger(ledger), TieoutValues(customer), TieoutValues(as_of)))
End Function

Public Function RECON_ADJUSTED(ByVal ours As Variant, ByVal theirs As Variant) As Variant
Attribute RECON_ADJUSTED.VB_Description = "The reconciliation statement: both balances, adjusted for what the other side booked alone."
Attribute RECON_ADJUSTED.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_ADJUSTED = TieoutCall("RECON_ADJUSTED", Array(TieoutLedger(ours), TieoutLedger(theirs)))
End Function

Public Function RECON_AGING(ByVal ledger As Variant, ByVal as_of As Variant, Optional ByVal buckets As Variant) As Variant
Attribute RECON_AGING.VB_Description = "Ages what customers owe; receipts settle what they name, then what is oldest."
Attribute RECON_AGING.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(buckets) Then buckets = ""
    RECON_AGING = TieoutCall("RECON_AGING", Array(TieoutLedger(ledger), TieoutValues(as_of), TieoutValues(buckets)))
End Function

Public Function RECON_EXPLAIN(ByVal ours As Variant, ByVal theirs As Variant, ByVal row As Variant, Optional ByVal side As Variant) As Variant
Attribute RECON_EXPLAIN.VB_Description = "Says in a sentence why a row matched or stayed open."
Attribute RECON_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(side) Then side = ""
    RECON_EXPLAIN = TieoutCall("RECON_EXPLAIN", Array(TieoutLedger(ours), TieoutLedger(theirs), TieoutValues(row), TieoutValues(side)))
End Function

Public Function RECON_OPEN(ByVal ours As Variant, ByVal theirs As Variant, Optional ByVal side As Variant) As Variant
Attribute RECON_OPEN.VB_Description = "Lists the open items, their causes and whose turn it is."
Attribute RECON_OPEN.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(side) Then side = ""
    RECON_OPEN = TieoutCall("RECON_OPEN", Array(TieoutLedger(ours), TieoutLedger(theirs), TieoutValues(side)))
End Function

Public Function RECON_QUERY(Optional ByVal period As Variant, Optional ByVal customer As Variant, Optional ByVal entry_type As Variant, Optional ByVal keyword As Variant, Optional ByVal least As Variant, Optional ByVal most As Variant, Optional ByVal in_currency As Variant, Optional ByVal status As Variant, Optional ByVal of_reference As Variant) As Variant
Attribute RECON_QUERY.VB_Description = "Looks into the books: the entries that answer the question, posted ones unless a status is given, one a row; any part may be left out."
Attribute RECON_QUERY.VB_ProcData.VB_Invoke_Func = " \n14"
    Application.Volatile
    If IsMissing(period) Then period = ""
    If IsMissing(customer) Then customer = ""
    If IsMissing(entry_type) Then entry_type = ""
    If IsMissing(keyword) Then keyword = ""
    If IsMissing(least) Then least = ""
    If IsMissing(most) Then most = ""
    If IsMissing(in_currency) Then in_currency = ""
    If IsMissing(status) Then status = ""
    If IsMissing(of_reference) Then of_reference = ""
    RECON_QUERY = TieoutCall("RECON_QUERY", Array(TieoutValues(period), TieoutValues(customer), TieoutValues(entry_type), TieoutValues(keyword), TieoutValues(least), TieoutValues(most), TieoutValues(in_currency), TieoutValues(status), TieoutValues(of_reference)))
End Function

Public Function RECON_CLEANREF(ByVal text_ As Variant) As Variant
Attribute RECON_CLEANREF.VB_Description = "Cleans a reference: half width, upper case, letters and digits only."
Attribute RECON_CLEANREF.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_CLEANREF = TieoutCall("RECON_CLEANREF", Array(TieoutValues(text_)))
End Function

Public Function RECON_AMOUNT(ByVal text_ As Variant) As Variant
Attribute RECON_AMOUNT.VB_Description = "Reads a written amount as a number, such as 1,234.50 or (300) or 500.00CR."
Attribute RECON_AMOUNT.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_AMOUNT = TieoutCall("RECON_AMOUNT", Array(TieoutValues(text_)))
End Function

Public Function RECON_DATE(ByVal text_ As Variant) As Variant
Attribute RECON_DATE.VB_Description = "Reads a date however it is written."
Attribute RECON_DATE.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_DATE = TieoutCall("RECON_DATE", Array(TieoutValues(text_)))
    If VarType(RECON_DATE) = 5 Then RECON_DATE = CDate(RECON_DATE)
End Function

Public Function RECON_SIMILARITY(ByVal a As Variant, ByVal b As Variant) As Variant
Attribute RECON_SIMILARITY.VB_Description = "How alike two texts are, 0 to 1, whatever their spaces, punctuation, case and width."
Attribute RECON_SIMILARITY.VB_ProcData.VB_Invoke_Func = " \n14"
    RECON_SIMILARITY = TieoutCall("RECON_SIMILARITY", Array(TieoutValues(a), TieoutValues(b)))
End Function

Public Function RECON_WORDS(ByVal amount As Variant, Optional ByVal language As Variant, Optional ByVal currency_ As Variant) As Variant
Attribute RECON_WORDS.VB_Description = "An amount in Chinese capital figures or in English words."
Attribute RECON_WORDS.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(language) Then language = ""
    If IsMissing(currency_) Then currency_ = ""
    RECON_WORDS = TieoutCall("RECON_WORDS", Array(TieoutValues(amount), TieoutValues(language), TieoutValues(currency_)))
End Function

Public Sub TieoutDescribeFunctions()
    TieoutDescribe "RECON_DIFF", Array("ours", "theirs", "tolerance", "window")
    TieoutDescribe "RECON_MATCH", Array("ours", "theirs", "side")
    TieoutDescribe "RECON_STATUS", Array("reference", "amount", "theirs")
    TieoutDescribe "RECON_BALANCE", Array("ledger", "customer", "as_of")
    TieoutDescribe "RECON_ADJUSTED", Array("ours", "theirs")
    TieoutDescribe "RECON_AGING", Array("ledger", "as_of", "buckets")
    TieoutDescribe "RECON_EXPLAIN", Array("ours", "theirs", "row", "side")
    TieoutDescribe "RECON_OPEN", Array("ours", "theirs", "side")
    TieoutDescribe "RECON_QUERY", Array("period", "customer", "entry_type", "keyword", "least", "most", "in_currency", "status", "of_reference")
    TieoutDescribe "RECON_CLEANREF", Array("text")
    TieoutDescribe "RECON_AMOUNT", Array("text")
    TieoutDescribe "RECON_DATE", Array("text")
    TieoutDescribe "RECON_SIMILARITY", Array("a", "b")
    TieoutDescribe "RECON_WORDS", Array("amount", "language", "currency")
End Sub

Private Sub TieoutDescribe(ByVal functionName As String, ByVal keys As Variant)
    Dim i As Long
    On Error Resume Next
    For i = LBound(keys) To UBound(keys)
        keys(i) = TieoutText("argument." & keys(i))
    Next
    Application.MacroOptions Macro:=functionName, Description:=TieoutText("function." & functionName), Category:=TieoutText("ribbon.tab.label"), ArgumentDescriptions:=keys
End Sub
