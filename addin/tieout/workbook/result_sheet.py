"""What stands on the sheet 对账结果: verdict, balances, causes that add up, and how it was found."""

from collections.abc import Sequence
from dataclasses import replace

from tieout.ledger.currency import UNSTATED, format_amount, number_format
from tieout.matching.matched import FOUND_BY
from tieout.texts import table, text
from tieout.workbook.balance_table import BalancePlaces, draw_balances
from tieout.workbook.balances import Balances
from tieout.workbook.cause_table import CauseTable, draw_causes
from tieout.workbook.changes_section import draw_changes, draw_to_decide_again
from tieout.workbook.drawing import COUNT, HEADING, NOTE, SECTION, TITLE_STYLE, Drawing
from tieout.workbook.layout import (
    BAND,
    Chart,
    Formula,
    Rule,
    SheetLayout,
    Style,
    area,
    quoted,
)
from tieout.workbook.report import Report
from tieout.workbook.rule_rows import preset_words
from tieout.workbook.status import FILLS

WIDTHS: dict[int, float] = {1: 26, 2: 12, 3: 17, 4: 17, 5: 18, 6: 46}
PROBLEMS_MAX = 200
JOINED = Style(border="all", indent=1)
VERDICT = Style(bold=True, size=13, fill=BAND, indent=1)
WARNING = Style(bold=True, fill=FILLS["✖"], wrap=True, indent=1)
VERDICT_FILLS = {"✔": FILLS["✔"], "○": FILLS["≈"], "✖": FILLS["✖"]}


def result_sheet(report: Report) -> tuple[SheetLayout, list[BalancePlaces]]:
    """The whole sheet, and where it has the balances of each currency."""
    page = Drawing(dict(WIDTHS))
    charts: list[Chart] = []
    verdict_rows: list[int] = []
    places: list[BalancePlaces] = []
    _title(page, report)
    _warnings(page, report)
    draw_to_decide_again(page, report)
    for balances in report.balances:
        verdict_rows.append(page.across(None, VERDICT, height=28))
        page.gap()
        _section(page, report.say("result.balances", currency=_currency(balances, report)))
        places.append(draw_balances(page, report, balances))
        basis = places[-1].difference
        page.gap()
        _section(page, report.say("result.causes", currency=_currency(balances, report)))
        causes = draw_causes(page, report, balances, basis)
        charts += causes.charts
        page.put(verdict_rows[-1], 1, _verdict(report, balances, basis, causes), VERDICT)
        page.gap()
    draw_changes(page, report)
    _passes(page, report)
    _policy(page, report)
    _problems(page, report)
    layout = SheetLayout(
        name=report.names["result"],
        blocks=page.blocks,
        widths=page.widths,
        heights=page.heights,
        merges=page.merges,
        charts=charts,
        rules=[rule for row in verdict_rows for rule in _verdict_rules(row)],
        tab_color="#1F3A5F",
    )
    return layout, places


def _title(page: Drawing, report: Report) -> None:
    page.across(report.say("result.title"), TITLE_STYLE, height=30)
    for ledger, sheet in report.sides:
        dates = ledger.entries["date"].dropna()
        period = (
            report.say("result.period", begin=dates.min().date(), end=dates.max().date())
            if len(dates)
            else report.say("result.no_period")
        )
        sentence = report.say(
            "result.side",
            side=text(f"side.{sheet.side}", report.language),
            file=ledger.source.file or "—",
            sheet=ledger.source.sheet or sheet.name,
            entries=len(ledger),
            period=period,
        )
        page.across(sentence, NOTE)
    sign = report.result.their_sign
    page.across(sign.reason_zh if report.language == "zh" else sign.reason_en, NOTE)
    page.gap()


def _warnings(page: Drawing, report: Report) -> None:
    """What has to be known before any figure below is trusted."""
    said: list[str] = []
    if report.blocking:
        said.append(report.say("verdict.blocked", count=len(report.blocking)))
    if report.same_ledger:
        said.append(report.say("verdict.same_ledger"))
    said += [
        report.say("verdict.empty", side=text(f"side.{side}", report.language))
        for side in report.empty_sides
    ]
    for sentence in said:
        page.across(f"⚠ {sentence}", WARNING)
    if report.several_currencies:
        names = [_currency(balances, report) for balances in report.balances]
        notice = report.say("verdict.currencies", currencies=names)
        page.across(f"⚠ {notice}", replace(WARNING, fill=FILLS["≈"]))
    if said or report.several_currencies:
        page.gap()


def _currency(balances: Balances, report: Report) -> str:
    unstated = balances.currency == UNSTATED
    return report.say("unstated_currency") if unstated else balances.currency


def _section(page: Drawing, title: str) -> None:
    row = page.line([title, *[None] * (page.columns_count - 1)], SECTION)
    page.heights[row] = 22


def _verdict(report: Report, balances: Balances, basis: str, causes: CauseTable) -> object:
    """One sentence, live; never a tick where something keeps the figures from being trusted."""
    prefix = f"{_currency(balances, report)}: " if report.several_currencies else ""
    if report.blocking or report.same_ledger or report.empty_sides:
        return f"✖ {prefix}{report.say('verdict.untrusted')}"
    of = "closing" if balances.opening_difference is not None else "movement"
    shown = quoted(number_format(balances.currency).split(";")[0])
    amount = {
        name: f'"&TEXT({place},{shown})&"'
        for name, place in (("left", causes.unexplained), ("off", basis))
    }
    count = f'"&{causes.open_count}&"'

    def said(sign: str, name: str, **values: object) -> str:
        sentence = report.say(f"verdict.{name}", **values).replace('"', '""')
        for field, formula in {**amount, "count": count}.items():
            sentence = sentence.replace(f"<{field}>", formula)
        return f'"{sign} {prefix}{sentence}"'

    differs = said("○", f"differs_{of}")
    if causes.settled:
        differs = f"IF({causes.open_count}=0,{said('✔', f'settled_{of}')},{differs})"
    formula = (
        f"=IF({causes.unexplained}<>0,{said('✖', 'unexplained')},"
        f"IF({basis}<>0,{differs},"
        f"IF({causes.open_count}<>0,{said('○', f'open_{of}')},{said('✔', f'agrees_{of}')})))"
    )
    return Formula(formula, _verdict_now(report, balances, causes, prefix, of))


def _verdict_now(
    report: Report, balances: Balances, causes: CauseTable, prefix: str, of: str
) -> str:
    """The sentence that the formula gives before anything is changed."""
    sign, name = (
        ("✖", "unexplained")
        if causes.left
        else ("✔", f"settled_{of}")
        if balances.difference and causes.settled and not causes.open_now
        else ("○", f"differs_{of}")
        if balances.difference
        else ("○", f"open_{of}")
        if causes.open_now
        else ("✔", f"agrees_{of}")
    )
    sentence = report.say(f"verdict.{name}")
    shown = {
        "left": format_amount(causes.left, balances.currency),
        "off": format_amount(balances.difference, balances.currency),
        "count": str(causes.open_now),
    }
    for field, value in shown.items():
        sentence = sentence.replace(f"<{field}>", value)
    return f"{sign} {prefix}{sentence}"


def _verdict_rules(row: int) -> list[Rule]:
    address = area(row, 1, row, len(WIDTHS))
    return [
        Rule(address, f'=LEFT($A${row},1)="{sign}"', fill) for sign, fill in VERDICT_FILLS.items()
    ]


def _passes(page: Drawing, report: Report) -> None:
    """How the matches were found: pass by pass, how sure they are."""
    matches = report.result.matches
    _section(page, report.say("result.passes"))
    if matches.empty:
        page.across(report.say("result.no_matches"), NOTE)
        page.gap()
        return
    states = [
        text(f"state.{state}", report.language) for state in ("confirmed", "suggested", "ambiguous")
    ]
    page.line([report.say("result.pass"), None, *states, None], [*[HEADING] * 5, Style()])
    page.joined_first_two()
    counts = matches.groupby(["pass", "state"]).size()
    for found_by in FOUND_BY:
        found = [
            int(counts.get((found_by, state), 0))
            for state in ("confirmed", "suggested", "ambiguous")
        ]
        if any(found):
            name = text(f"pass.{found_by}.name", report.language)
            page.line([name, None, *found, None], [JOINED, JOINED, COUNT, COUNT, COUNT, Style()])
            page.joined_first_two()
    page.gap()


def _policy(page: Drawing, report: Report) -> None:
    """The rules it was reconciled by, with their values; those that are not set are left out."""
    _section(page, report.say("result.policy"))
    for name, value in report.result.policy.model_dump(mode="json").items():
        named = preset_words(report.language) if name == "preset" else {}
        shown = named.get(str(value)) or _policy_value(value, report)
        if shown in (None, ""):
            continue
        key = f"policy.{name}"
        label = text(key, report.language) if key in table() else name.replace("_", " ")
        page.across_from(label, shown)
    fingerprint = report.result.policy.fingerprint
    page.across_from(report.say("result.fingerprint"), fingerprint)
    page.gap()


def _policy_value(value: object, report: Report) -> object:
    """A value as people read it; numbers stay numbers."""
    if isinstance(value, bool):
        return report.say("open.yes" if value else "open.no")
    if isinstance(value, list):
        named = [_word(f"pass.{each}.name", each, report) for each in value]
        return ", ".join(map(str, value)) if named == [*map(str, value)] else _listed(named, report)
    if isinstance(value, dict):
        return _listed([_named(name, each, report) for name, each in value.items()], report)
    return value


def _listed(words: Sequence[str], report: Report) -> str:
    """What has commas of its own is told apart by more."""
    return ("；" if report.language == "zh" else "; ").join(words)


def _named(name: str, value: object, report: Report) -> str:
    named = _word(f"workbook.result.weight_{name}", name, report)
    return report.say("result.named_value", name=named, value=_policy_value(value, report))


def _word(key: str, value: object, report: Report) -> str:
    return text(key, report.language) if key in table() else str(value)


def _problems(page: Drawing, report: Report) -> None:
    """Everything the reader could not read or had to assume, blocking problems first."""
    _section(page, report.say("result.problems"))
    found = [
        (not problem.blocks, text(f"side.{sheet.side}", report.language), problem)
        for ledger, sheet in report.sides
        for problem in ledger.problems
    ]
    if not found:
        page.across(report.say("result.no_problems"), NOTE)
        return
    for harmless, side, problem in sorted(found, key=lambda each: each[0])[:PROBLEMS_MAX]:
        sign = "⚠" if harmless else "✖"
        page.across(
            f"{sign} {side}  {problem.sentence(report.language)}",
            Style(wrap=True, indent=1, fill="" if harmless else FILLS["✖"]),
        )
    if len(found) > PROBLEMS_MAX:
        page.across(report.say("result.more_problems", count=len(found) - PROBLEMS_MAX), NOTE)
