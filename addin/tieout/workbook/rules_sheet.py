"""What stands on the sheet 对账规则: every rule with its value, to be edited and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tieout.ledger.currency import UNSTATED, decimals, to_major
from tieout.matching.policy import Policy
from tieout.matching.presets import preset
from tieout.texts import Language, text
from tieout.workbook.drawing import HEADING, NOTE, SECTION, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import MUTED, Choice, Merge, SheetLayout, Style, area, quoted
from tieout.workbook.rule_rows import (
    ALIASES,
    CUSTOMERS,
    GENERAL,
    OF_CUSTOMER,
    PASS_ROWS,
    PROPOSED,
    RuleRow,
    preset_words,
    rule_values,
)

WIDTHS: dict[int, float] = {
    1: 58,
    2: 17,
    3: 17,
    4: 16,
    5: 25,
    **dict.fromkeys(range(6, 2 + len(OF_CUSTOMER)), 15),
}
SPARE_LINES = 6
INPUT = Style(border="all", fill="#FFFBE6", align="center", wrap=True)
QUIET = Style(border="all", color=MUTED, align="center", wrap=True)
NAME = Style(border="all", color=MUTED, size=9)
MARK = Style(color=MUTED, size=9)


@dataclass(frozen=True)
class ProposedRule:
    """A rule that repeated decisions imply: off until somebody turns it on.

    `name` is its place among the rules, such as `aliases.Their name`; `value` as it stands on the
    sheet; `effect` how many matches would change.
    """

    name: str
    value: object
    because_zh: str
    because_en: str
    effect: int | None = None

    def because(self, language: Language) -> str:
        """What was decided, and what would follow."""
        return self.because_zh if language == "zh" else self.because_en


def rules_sheet(
    policy: Policy,
    language: Language,
    name: str,
    currency: str = UNSTATED,
    proposed: Sequence[ProposedRule] = (),
) -> SheetLayout:
    """The whole sheet; amounts in the decimals of a currency."""
    page = _Page(Drawing(dict(WIDTHS)), language, currency, [])
    draw = page.drawing
    draw.across(text("rules.title", language), TITLE_STYLE, height=30)
    draw.across(text("rules.explained", language), NOTE)
    draw.across(text("rules.fingerprint", language, fingerprint=policy.fingerprint), NOTE)
    draw.gap()
    _rules(page, policy)
    _customers(page, policy)
    _aliases(page, policy)
    _proposed(page, proposed)
    return SheetLayout(
        name=name,
        blocks=draw.blocks,
        widths=draw.widths,
        heights=draw.heights,
        merges=draw.merges,
        choices=page.choices,
        freeze=(_FIRST_HEADING + 1, 2),
        landscape=True,
        tab_color="#7B6BA8",
    )


_FIRST_HEADING = 5


@dataclass(frozen=True)
class _Page:
    drawing: Drawing
    language: Language
    currency: str
    choices: list[Choice]

    def say(self, key: str) -> str:
        return text(f"rules.{key}", self.language)

    def heading(self, keys: Sequence[str]) -> None:
        self.drawing.line([self.say(key) for key in keys], HEADING)

    def choose(self, column: int, words: Sequence[str], first: int, last: int) -> None:
        """A list of words to choose from in some cells."""
        self.choices.append(Choice(area(first, column, last, column), quoted(",".join(words))))

    def shown(self, row: RuleRow, value: object) -> object:
        """A value as it stands in its cell."""
        if value is None:
            return None
        if row.kind == "amount":
            return float(to_major(int(str(value)), self.currency))
        if row.kind == "percent":
            return float(str(value))
        if row.kind in ("list", "words"):
            assert isinstance(value, tuple)
            return ", ".join(map(str, value)) or None
        return value if isinstance(value, int) and row.kind != "yes_no" else self._word(row, value)

    def _word(self, row: RuleRow, value: object) -> str:
        if row.kind == "preset":
            return preset_words(self.language)[str(value)]
        if row.kind == "yes_no":
            return self.say("yes" if value else "no")
        return self.say(str(value))

    def style(self, row: RuleRow, look: Style) -> Style:
        """How the cell of a value looks."""
        if row.kind == "amount":
            places = decimals(self.currency)
            digits = "#,##0" + ("." + "0" * places if places else "")
            return replace(look, number_format=digits)
        # A percent sign as mere text: 0.5% typed into such a cell is seen to be 0.005.
        return replace(look, number_format='0.####"%"') if row.kind == "percent" else look

    def unit(self, row: RuleRow) -> str:
        if row.kind == "amount":
            return self.currency or self.say("units.currency")
        return self.say(f"units.{row.kind}")

    def words_of(self, row: RuleRow) -> Sequence[str]:
        """What may be chosen for a rule, nothing where it is typed."""
        if row.kind == "preset":
            return list(preset_words(self.language).values())
        return {
            "yes_no": [self.say("yes"), self.say("no")],
            "side": [self.say("ours"), self.say("theirs")],
        }.get(row.kind, [])


def _rules(page: _Page, policy: Policy) -> None:
    values, usual = rule_values(policy), rule_values(preset(policy.preset))
    page.heading(("rule", "value", "usual", "unit", "name"))
    _rows(page, GENERAL, values, usual)
    page.drawing.gap()
    page.drawing.across(page.say("passes"), SECTION, height=22)
    page.heading(("rule", "value", "usual", "unit", "name"))
    _rows(page, PASS_ROWS, values, usual)
    page.drawing.gap()


def _rows(
    page: _Page,
    rows: Sequence[RuleRow],
    values: Mapping[str, object],
    usual: Mapping[str, object],
) -> None:
    for row in rows:
        shown = (page.shown(row, values[row.name]), page.shown(row, usual[row.name]))
        if row.kind == "currency":
            shown = (page.currency or page.say("units.currency"), None)
        page.drawing.line(
            [row.meaning(page.language), *shown, page.unit(row), row.name],
            [TEXT, page.style(row, INPUT), page.style(row, QUIET), QUIET, NAME],
        )
        if words := page.words_of(row):
            page.choose(2, words, page.drawing.row - 1, page.drawing.row - 1)


def _table(
    page: _Page, mark: str, title: str, names: Sequence[str], headings: Sequence[str | None]
) -> int:
    """The mark, the title and the headings of a table; gives its first line."""
    page.drawing.line([mark, *names], MARK)
    page.drawing.across(page.say(title), SECTION, height=22)
    page.drawing.line(headings, HEADING)
    return page.drawing.row


def _end(page: _Page) -> None:
    page.drawing.line([page.say("insert_above")], MARK)
    page.drawing.gap()


def _customers(page: _Page, policy: Policy) -> None:
    names = [row.name for row in OF_CUSTOMER]
    headings = [page.say("customer"), *(row.short(page.language) for row in OF_CUSTOMER)]
    first = _table(page, CUSTOMERS, "customers", names, headings)
    styles = [replace(INPUT, align="left"), *(page.style(row, INPUT) for row in OF_CUSTOMER)]
    for customer, own in policy.customers.items():
        window = own.window
        agreed = {name: getattr(own, name) for name in own.model_fields_set}
        flat = {
            **agreed,
            **{f"window.{p}": v for p, v in (window.model_dump() if window else {}).items()},
        }
        values = [page.shown(row, flat.get(row.name)) for row in OF_CUSTOMER]
        page.drawing.line([customer, *values], styles)
    for _ in range(SPARE_LINES):
        page.drawing.line([None] * len(styles), styles)
    for column, row in enumerate(OF_CUSTOMER, start=2):
        if words := page.words_of(row):
            page.choose(column, words, first, page.drawing.row - 1)
    _end(page)


def _aliases(page: _Page, policy: Policy) -> None:
    _table(page, ALIASES, "aliases", (), [page.say("their_name"), page.say("our_name"), None, None])
    _join(page)
    styles = [replace(INPUT, align="left")] * 4
    lines = [*policy.aliases.items(), *[(None, None)] * SPARE_LINES]
    for theirs, ours in lines:
        page.drawing.line([theirs, ours, None, None], styles)
        _join(page)
    _end(page)


def _join(page: _Page) -> None:
    """Our name needs more room than a number."""
    page.drawing.merges.append(Merge(page.drawing.row - 1, 2, 4))


def _proposed(page: _Page, proposed: Sequence[ProposedRule]) -> None:
    if not proposed:
        return
    headings = [page.say(key) for key in ("proposal", "on", "proposed_value", "effect", "name")]
    first = _table(page, PROPOSED, "proposed", (), headings)
    styles = [TEXT, INPUT, INPUT, QUIET, NAME]
    for rule in proposed:
        page.drawing.line(
            [rule.because(page.language), page.say("no"), rule.value, rule.effect, rule.name],
            styles,
        )
    page.choose(2, [page.say("yes"), page.say("no")], first, page.drawing.row - 1)
    _end(page)
