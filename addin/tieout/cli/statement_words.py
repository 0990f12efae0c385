"""What is meant by the words of an order for statements: its period, the base of ages."""

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.statements.aging import AgingBase
    from tieout.statements.heading import Issuer


def period(
    month: str | None, year: int | None, first: str | None, last: str | None, as_of: str | None
) -> tuple[date | None, date | None]:
    """The first and last day asked for, in one way only."""
    ways = [month is not None, year is not None, bool(first or last), as_of is not None]
    if sum(ways) > 1:
        raise TieoutError("statement.error.two_periods")
    if month is not None:
        start = day("--month", f"{month}-01")
        assert start is not None, "a day was given"
        return start, start.replace(day=monthrange(start.year, start.month)[1])
    if year is not None:
        if not 1900 <= year <= 9998:
            raise TieoutError("statement.error.not_a_day", option="--year", found=year)
        return date(year, 1, 1), date(year, 12, 31)
    begin, end = day("--from", first), day("--to", last) or day("--as-of", as_of)
    if begin and end and begin > end:
        raise TieoutError("statement.error.backwards", begin=begin, end=end)
    return begin, end


def day(option: str, written: str | None) -> date | None:
    """A day as an option has it."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise TieoutError("statement.error.not_a_day", option=option, found=written) from error


def aging_base(by: str | None) -> "AgingBase | None":
    """What ages count from, where the user said."""
    from tieout.statements.aging import LIMITS_DAYS

    for known in LIMITS_DAYS:
        if by == known:
            return known
    if by is not None:
        raise TieoutError("statement.error.aging_base", found=by, known=list(LIMITS_DAYS))
    return None


def with_buckets(issuer: "Issuer", days: str | None) -> "Issuer":
    """The issuer with the aging buckets that the command says, such as 30,60,90."""
    if days is None:
        return issuer
    written = days.replace("，", ",").split(",")
    try:
        given = {"aging_days": [int(part) for part in written]}
        return type(issuer).model_validate({**issuer.model_dump(), **given})
    except ValueError as error:
        raise TieoutError("statement.error.buckets", found=days) from error
