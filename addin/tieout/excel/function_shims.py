"""How does a worksheet function look in VBA, and in a table for people."""

from collections.abc import Iterable

from tieout.excel.functions import FUNCTIONS, Function, Parameter
from tieout.excel.ledgers import LedgerRange
from tieout.texts import Language, text

_WORDS = """
    and as boolean byref byte byval call case class const currency date declare dim do
    double each else elseif empty end enum erase error event exit false for friend
    function get global gosub goto if imp implements in integer is let like long
    longlong longptr loop lset me mod new next not nothing null object on option
    optional or paramarray preserve print private property public put raiseevent redim
    rem resume return rset seek select set single static step stop string sub tab then
    to true type until variant wend while with write xor
"""
RESERVED = frozenset(_WORDS.split())
"""Words that cannot name an argument in VBA."""
DESCRIPTION_MAX = 255
"""Letters Excel shows of a function's help."""
_HEAD = """Attribute VB_Name = "TieoutFunctions"
Option Explicit

' Generated from addin/tieout/excel/functions.py by `python -m tieout.excel.shims`. Do not edit.
"""


def functions_module() -> str:
    """The text of TieoutFunctions.bas."""
    wrappers = (_wrapper(function) for function in FUNCTIONS)
    return "\n".join((_HEAD, *wrappers, _describing()))


def functions_table(language: Language) -> str:
    """The functions as a table in Markdown."""
    head = text("excel.table.head", language)
    rows = (f"| `={each.usage}` | {each.help(language)} |" for each in FUNCTIONS)
    return "\n".join((f"| {head} |", "|---|---|", *rows))


def _wrapper(function: Function) -> str:
    parameters = ", ".join(_declared(each) for each in function.parameters)
    values = ", ".join(f"{_taken(each)}({vba_name(each)})" for each in function.parameters)
    # passing a missing argument on, or giving it a default value, is beyond LibreOffice
    given = "".join(
        f'    If IsMissing({vba_name(each)}) Then {vba_name(each)} = ""\n'
        for each in function.parameters
        if each.optional
    )
    volatile = "    Application.Volatile\n" if function.depends_on else ""
    dated = (
        f"    If VarType({function.name}) = 5 Then {function.name} = CDate({function.name})\n"
        if function.dated
        else ""
    )
    return (
        f"Public Function {function.name}({parameters}) As Variant\n"
        f'Attribute {function.name}.VB_Description = "{_ascii(function.help("en"))}"\n'
        f'Attribute {function.name}.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
        f"{volatile}{given}"
        f'    {function.name} = TieoutCall("{function.name}", Array({values}))\n'
        f"{dated}"
        "End Function\n"
    )


def vba_name(parameter: Parameter) -> str:
    """The argument's name, which VBA must not know as a word of its own.

    >>> vba_name(Parameter("currency", str, optional=True))
    'currency_'
    """
    name = parameter.name
    assert name.isidentifier()
    assert name.isascii()
    return f"{name}_" if name.lower() in RESERVED or name == "text" else name


def _taken(parameter: Parameter) -> str:
    """A ledger ends with its last filled row; anything else keeps the shape it was given in."""
    return "TieoutLedger" if parameter.kind is LedgerRange else "TieoutValues"


def _declared(parameter: Parameter) -> str:
    return f"{'Optional ' if parameter.optional else ''}ByVal {vba_name(parameter)} As Variant"


def _describing() -> str:
    """What tells the function wizard the help in the user's language."""
    lines = (
        f'    TieoutDescribe "{function.name}", Array({_keys(function.parameters)})'
        for function in FUNCTIONS
    )
    return (
        "Public Sub TieoutDescribeFunctions()\n"
        + "\n".join(lines)
        + "\nEnd Sub\n\n"
        + "Private Sub TieoutDescribe(ByVal functionName As String, ByVal keys As Variant)\n"
        + "    Dim i As Long\n"
        + "    On Error Resume Next\n"
        + "    For i = LBound(keys) To UBound(keys)\n"
        + '        keys(i) = TieoutText("argument." & keys(i))\n'
        + "    Next\n"
        + "    Application.MacroOptions Macro:=functionName, "
        + 'Description:=TieoutText("function." & functionName), '
        + 'Category:=TieoutText("ribbon.tab.label"), ArgumentDescriptions:=keys\n'
        + "End Sub\n"
    )


def _keys(parameters: Iterable[Parameter]) -> str:
    return ", ".join(f'"{each.name}"' for each in parameters)


def _ascii(sentence: str) -> str:
    assert sentence.isascii(), sentence
    assert len(sentence) <= DESCRIPTION_MAX, sentence
    return sentence.replace('"', '""')
