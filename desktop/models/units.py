"""The 94 commune-level units of Đà Nẵng (resources/units.csv, NQ 1659/NQ-UBTVQH15)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models.errors import InputError
from desktop.models.text import clean, fold

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "units.csv"
NEVER_LATE = frozenset({"20333"})  # Đặc khu Hoàng Sa is never «chưa gửi báo cáo».


@dataclass(frozen=True, slots=True)
class Unit:
    """A ward, commune or special zone; `code` is the five-digit administrative code kept as text."""

    code: str
    name: str
    kind: str
    slug: str
    merged_from: str

    @property
    def place(self) -> str:
        """The name without its kind, as it stands before a date: "Hải Châu"."""
        return self.name.removeprefix(self.kind.capitalize()).strip()

    @property
    def lowered(self) -> str:
        """The name as it stands inside a sentence: "phường Hải Châu" (NĐ 30/2020 Phụ lục II)."""
        return f"{self.kind} {self.place}"


@cache
def load(path: Path = SHIPPED) -> Mapping[str, Unit]:
    """Return every unit by its code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{key: clean(cell) for key, cell in row.items()} for row in csv.DictReader(file)]
    units = [Unit(row["code"], row["name"], row["kind"], row["slug"], row["merged_from"]) for row in rows]
    return MappingProxyType({unit.code: unit for unit in units})


def find(code: str) -> Unit:
    """Return the unit of a code or of a name, with or without marks. Raises InputError."""
    units = load()
    if code.strip() in units:
        return units[code.strip()]
    wanted = fold(code)
    hits = [unit for unit in units.values() if wanted and wanted in (fold(unit.name), fold(unit.place), unit.slug)]
    if len(hits) == 1:
        return hits[0]
    raise InputError(f"Không có đơn vị «{code[:40]}» trong 94 đơn vị của Đà Nẵng: hãy ghi mã 5 số, ví dụ 20242.")
