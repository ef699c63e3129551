"""The days of campaigns: data under resources/campaigns.toml, the same month and days each year."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models.declarations import Table, read

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "campaigns.toml"
Days = tuple[date, date]


@cache
def load(path: Path = SHIPPED) -> Mapping[str, tuple[str, str]]:
    """Return the first and the last day ("10-01", "10-10") of each dated campaign. Raises DeclarationError."""
    table = read(path)
    found = {}
    for item in table.tables("campaigns"):
        code, since, until = item.text("code"), _day(item, "since"), _day(item, "until")
        if until < since:
            raise item.fault("«until» không thể trước «since»", "until")
        item.done()
        found[code] = (since, until)
    table.done()
    return MappingProxyType(found)


def days(code: str, year: int) -> Days | None:
    """Return the days of a campaign in a year, None for one that goes on all year."""
    known = load().get(code)
    return (date.fromisoformat(f"{year}-{known[0]}"), date.fromisoformat(f"{year}-{known[1]}")) if known else None


def last_begun(code: str, today: date) -> Days:
    """Return the days of a campaign that began last, all of this year for one without days."""
    found = days(code, today.year)
    if found is None:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    return found if found[0] <= today else days(code, today.year - 1) or found


def newest(codes: Iterable[str], today: date) -> str:
    """Return the campaign that began last, "" when there is none at all."""
    known = list(codes)
    dated = [code for code in known if code in load()]
    return max(dated, key=lambda code: last_begun(code, today)[0]) if dated else next(iter(known), "")


def coming(today: date, within: int) -> list[tuple[str, Days]]:
    """Return the campaigns that run or begin within so many days, the nearest first."""
    found = []
    for code in load():
        for year in (today.year, today.year + 1):
            span = days(code, year)
            if span and span[1] >= today and span[0] <= today + timedelta(days=within):
                found.append((code, span))
    return sorted(found, key=lambda one: one[1])


def _day(table: Table, key: str) -> str:
    text = table.text(key)
    try:
        # A leap day would be missing in most years.
        date.fromisoformat(f"2026-{text}")
    except ValueError:
        raise table.fault(f"«{key}» phải là tháng-ngày dạng 10-01", key) from None
    return text
