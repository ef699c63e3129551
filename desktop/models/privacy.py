"""What people must be told when their data is asked for: data under resources/notices.toml, filled for one office."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models.declarations import Table, read
from desktop.models.text import number_vi

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "notices.toml"
SHEET, PHOTOS, FORM, ATTENDEES = "sheet", "photos", "form", "attendees"
OFFICER = "privacy_officer"  # setting: who is in charge of personal data (Luật 91/2025/QH15, Điều 33)
NOBODY = "bộ phận Văn hóa - Xã hội của đơn vị"


@cache
def load(path: Path = SHIPPED) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of each notice. Raises DeclarationError."""
    table = read(path)
    found = {}
    for name in (SHEET, PHOTOS, FORM, ATTENDEES):
        one: Table = table.table(name)
        one.text("label")
        found[name] = one.strings("lines")
        one.done()
    table.done()
    return MappingProxyType(found)


def notice(name: str, *, unit: str = "", purpose: str = "", days: int = 0, person: str = "",
           phones: bool = False) -> tuple[str, ...]:  # fmt: skip
    """Return the lines of a notice for one office; `days` is how long a list is kept."""
    said = {"unit": unit, "purpose_lower": purpose[:1].lower() + purpose[1:], "person": person or NOBODY,
            "days": told_days(days), "fields": ", đơn vị" + (", số điện thoại" if phones else "")}  # fmt: skip
    return tuple(line.format_map(said) for line in load()[name])


def told_days(days: int) -> str:
    """Return a length of time as people say it."""
    if days and days % 365 == 0:
        return f"{number_vi(days // 365 * 12)} tháng"
    return f"{number_vi(days)} ngày"
