"""How the templates that come with Tieout are made; one module a family of statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.statements.drawing import accounts, letters, schedules, two_sided
from tests.statements.drawing.page import Page

LANGUAGES = ("zh", "en")
_ENTRIES = (6, 11.5, 10, 17, 25, 14.5, 14.5, 6.5, 15.5)
_FORWARD = {"zh": _ENTRIES, "en": (6, 11.5, 10, 17, 24, 11.5, 14, 14, 16)}
_DOCUMENTS = (6, 11.5, 18, 24, 11.5, 14.5, 14.5, 14.5, 10)
_LETTER = (20, 20, 20, 24)


@dataclass(frozen=True)
class Drawn:
    """A template: the sheet's name in both languages, its columns (by language), and who draws it."""

    zh: str
    en: str
    widths: Sequence[float] | Mapping[str, Sequence[float]]
    draw: Callable[[Page], None]
    landscape: bool = False


TEMPLATES: dict[str, Drawn] = {
    "two_sided": Drawn("往来对账单", "Statement of account", two_sided.WIDTHS, two_sided.draw, landscape=True),
    "balance_forward": Drawn("对账单", "Statement of account", _FORWARD, accounts.balance_forward),
    "open_item": Drawn("未清项对账单", "Open item statement", _DOCUMENTS, accounts.open_item),
    "activity": Drawn("往来明细单", "Activity statement", (6, 11.5, 10, 18, 28, 16, 16), accounts.activity),
    "monthly": Drawn("月度对账单", "Monthly statement", _FORWARD, partial(accounts.balance_forward, monthly=True)),
    "annual": Drawn("年度对账单", "Annual statement", (16, 20, 20, 20, 22), accounts.annual),
    "annual_all": Drawn("年度汇总", "Annual summary", (6, 34, 18, 18, 18, 18), schedules.customers),
    "reconciliation": Drawn("余额调节表", "Reconciliation statement", (11.5, 17, 24, 11, 15, 11.5, 17, 24, 15, 15), schedules.reconciliation, landscape=True),
    "in_transit": Drawn("未达账项", "Items in transit", (6, 11.5, 19, 34, 15, 15, 11), schedules.in_transit),
    "aging": Drawn("账龄分析表", "Aging schedule", (6, 28, *[13.5] * 9), schedules.aging, landscape=True),
    "aging_statutory": Drawn("按账龄披露", "Receivables by age", (36, 15, 10, 14, 15, 15, 10, 14, 15), schedules.statutory, landscape=True),
    "confirmation_positive": Drawn("企业询证函", "Confirmation", _LETTER, letters.positive),
    "confirmation_negative": Drawn("企业询证函", "Confirmation", _LETTER, letters.negative),
    "confirmation_blank": Drawn("企业询证函", "Confirmation", _LETTER, letters.blank),
    "confirmation_reply": Drawn("对账确认函", "Account confirmation", _LETTER, letters.reply_slip),
    **{
        f"reminder_{tone}": Drawn("催款函", "Reminder", (16, 22, 11.5, 11.5, 9, 17), partial(letters.reminder, tone=tone))
        for tone in ("friendly", "firm", "final")
    },
    "difference_letter": Drawn("差异函", "Differences", (6, 11.5, 17, 14.5, 11.5, 17, 14.5, 14.5, 12, 34), letters.differences, landscape=True),
    "goods": Drawn("商品明细", "Goods", (6, 11.5, 17, 24, 18, 7, 11, 12, 15, 28), accounts.goods, landscape=True),
}  # fmt: skip


def draw_all(folder: Path) -> list[Path]:
    """Draw every template in both languages into a folder."""
    return [
        _drawn(folder, name, template, language)
        for name, template in TEMPLATES.items()
        for language in LANGUAGES
    ]


def _drawn(folder: Path, name: str, template: Drawn, language: str) -> Path:
    path = folder / f"{name}_{language}.xlsx"
    sheet = template.zh if language == "zh" else template.en
    widths = template.widths
    columns = widths[language] if isinstance(widths, Mapping) else widths
    page = Page(path, language, sheet, columns, landscape=template.landscape)
    template.draw(page)
    page.save()
    return path
