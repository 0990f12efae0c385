"""How is an action noted that reconciles nothing: on the hidden sheet, which is made where there is none."""

import json

import xlwings as xw

from tieout.texts import Language
from tieout.workbook.decisions import Action, Kept, action_values, decision_values
from tieout.workbook.in_place import replace_result_sheets
from tieout.workbook.layout import Block, SheetLayout, Style
from tieout.workbook.own_sheets import OwnSheets
from tieout.workbook.report import sheet_names
from tieout.workbook.state import VERSION, in_cells, kept_in


def note_action(book: xw.Book, own: OwnSheets, action: Action, language: Language) -> Action:
    """Note an action beside what is noted already; what comes back has its number."""
    kept = kept_in(own).with_action(action, ())
    state = own.sheets.get("state")
    if state is None:
        note_kept(book, own, kept, language)
        return kept.actions[-1]
    first = state.used_range.last_cell.row + 1
    rows = in_cells("action", _json(action_values(kept.actions[-1])))
    state.range((first, 1), (first + len(rows) - 1, 2)).value = rows
    return kept.actions[-1]


def note_kept(book: xw.Book, own: OwnSheets, kept: Kept, language: Language) -> None:
    """The hidden sheet of a workbook that is not reconciled: what people did, and nothing of a run."""
    rows = [("tieout", VERSION), ("language", language)]
    rows += [("action", _json(action_values(action))) for action in kept.actions]
    rows += [("decision", _json(decision_values(one))) for one in kept.decisions]
    cells = [part for key, value in rows for part in in_cells(key, value)]
    put_state(book, own, [[key for key, _ in cells], [value for _, value in cells]], language)


def put_state(
    book: xw.Book, own: OwnSheets, columns: list[list[object]], language: Language
) -> None:
    """The hidden sheet with these columns, in place of an earlier one."""
    mine = own.sheets.get("state")
    others = {sheet.name for sheet in book.sheets} - ({mine.name} if mine else set())
    layout = SheetLayout(
        name=sheet_names(language, others)["state"],
        blocks=[Block(1, 1, columns, [Style()] * len(columns))],
        hidden=True,
        grid=True,
    )
    only = OwnSheets({} if mine is None else {"state": mine}, {})
    replace_result_sheets(book, only, [("state", layout)], language)


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
