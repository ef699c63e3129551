"""Activities to measure the post with: correct by `Kinds.clean`, in the mix of a ward, in words of a small grammar.

The bank "train" teaches the shipped dictionary, "held-out" measures it: they share at most half of the sentences and of
the vocabulary. Nothing in them comes from an office's book.
"""

import json
import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.models import kinds as declarations
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds
from sync.wire import WireRevision

BANKS = Path(__file__).with_name("banks.toml")
START, DAYS = date(2026, 1, 5), 320
MIX = {
    "TOCNSCD": 18, "TINBAI": 16, "PHATTHANH": 10, "TINNHAN": 7, "HOINGHI": 6, "TAPHUAN": 6, "BANGRON": 5,
    "LOALUUDONG": 5, "TOROI": 4, "NGOAIKHOA": 3, "PHUON": 3, "SUKIEN": 2, "LONGGHEP": 2, "COTRANGTRI": 2,
    "APPHICH": 2, "BANGDIENTU": 2, "KHAC": 2, "DANHMUCTO": 2, "MOHINH": 1.5, "PANO": 1, "BANTIN": 1, "CUOCTHI": 1,
    "DANHGIA": 1,
}  # fmt: skip
"""How often a ward enters each kind."""

OFTEN = {"place": 0.85, "areas": 0.6, "participants": 0.85, "results": 0.92, "difficulties": 0.5, "proposals": 0.45,
         "photos": 0.54, "links": 0.2, "cost_planned": 0.45, "cost_actual": 0.4, "funding": 0.35, "starts_at": 0.6,
         "ends_on": 0.3, "partners": 0.65, "basis": 0.35, "targets": 0.5, "integrated": 0.15, "households": 0.3,
         "businesses": 0.2, "content": 0.85, "url": 0.7, "headline": 0.9}  # fmt: skip
"""How often a field that is not required is filled in; the rest half the time."""

LARGE = {"views": 9_000, "reach": 15_000, "receivers": 12_000, "messages": 4, "shares": 300, "printed": 2_000,
         "handed_out": 900, "in_stock": 300, "copies": 1_500, "runs": 60, "contestants": 400, "entries": 400,
         "reached": 120, "guided": 160, "pupils": 700, "beneficiaries": 500, "participants": 110, "sample": 200,
         "households": 150, "delegates": 60, "quantity": 20}  # fmt: skip
_SLOT = re.compile(r"\{(?:(\d+)-(\d+)|([a-z]+))\}")


def activities(seed: int, count: int, *, bank: str = "held-out") -> list[tuple[str, dict[str, Any]]]:
    """Return `count` activities as (kind, values), cleaned, with rising first days; the same for the same seed."""
    kinds, dice = declarations.load(), random.Random(f"{bank} {seed}")
    pen = Pen(bank, dice)
    codes = dice.choices(list(MIX), list(MIX.values()), k=count)
    days = sorted(dice.randrange(DAYS) for _ in range(count))
    return [(code, _activity(kinds, code, START + timedelta(days=day), pen))
            for code, day in zip(codes, days, strict=True)]  # fmt: skip


def revisions(seed: int, count: int, *, bank: str = "held-out") -> list[WireRevision]:
    """Return first revisions of `count` activities as one PC of a ward sends them, written some days after each."""
    kinds, dice = declarations.load(), random.Random(f"heads {bank} {seed}")
    pc, incarnation = dice.randbytes(8), dice.randbytes(4)
    found = []
    for kind, values in activities(seed, count, bank=bank):
        day = date.fromisoformat(values["starts_on"]) if "starts_on" in values else START
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            days=dice.choice((0, 0, 0, 1, 1, 2, 3, 6)), milliseconds=dice.randint(1_800_000, 35_000_000))  # fmt: skip
        opened = round(at.timestamp() * 1000) - dice.randint(40_000, 900_000)
        noise = dice.getrandbits(74)
        uid = UUID(int=opened << 80 | 7 << 76 | (noise >> 62) << 64 | 2 << 62 | noise & (1 << 62) - 1)
        found.append(WireRevision(uid.bytes, 1, (), kind, kinds[kind].version, at.isoformat(timespec="milliseconds"),
                                  pc, incarnation, False, kinds.outgoing(kind, values)))  # fmt: skip
    return sorted(found, key=lambda revision: revision.at)


def rows(found: Sequence[WireRevision]) -> bytes:
    """Return the same as JSON, one line for each."""
    return "\n".join(
        json.dumps({"uid": str(UUID(bytes=one.uid)), "revision": one.revision, "kind": one.kind, "version": one.kind_version,
                    "at": one.at, "binned": one.binned, "values": one.values}, ensure_ascii=False, separators=(",", ":"))
        for one in found
    ).encode()  # fmt: skip


class Pen:
    """Writes by the grammar of one bank: `pen("result")` is one of its sentences, its slots filled."""

    def __init__(self, bank: str, dice: random.Random) -> None:
        self.dice = dice
        self._rules = rules(bank)

    def __call__(self, key: str) -> str:
        """Return an expansion of a key, its first letter large when it is a sentence."""
        if key == "hex":
            return self.dice.randbytes(16).hex()
        text = _SLOT.sub(self._fill, self.dice.choice(self._rules[key]))
        return text[0].upper() + text[1:] if text.endswith(".") or key.startswith("title") else text

    def sentences(self, key: str, most: int) -> str:
        """Return one to `most` different sentences."""
        made = dict.fromkeys(self(key) for _ in range(self.dice.randint((most + 1) // 2, most)))
        return self.dice.choice((" ", " ", "\n- ")).join(made)

    def _fill(self, slot: re.Match[str]) -> str:
        low, high, key = slot.groups()
        return self(key) if key else str(self.dice.randint(int(low), int(high)))


@cache
def rules(bank: str) -> Mapping[str, tuple[str, ...]]:
    """Return the grammar of a bank: what both share and its own, titles under "title" and the kind."""
    found = tomllib.loads(BANKS.read_text(encoding="utf-8"))
    whole: dict[str, list[str]] = {}
    for part in (found["shared"], found[bank]):
        for key, options in part.items():
            listed = {f"title{kind}": some for kind, some in options.items()} if key == "title" else {key: options}
            for name, some in listed.items():
                whole.setdefault(name, []).extend(some)
    return {key: tuple(options) for key, options in whole.items()}


def _activity(kinds: Kinds, code: str, day: date, pen: Pen) -> dict[str, Any]:
    kind = kinds[code]
    values = {field.name: _value(field, kind, day, pen) for field in kind.fields
              if field.required or (not field.local and pen.dice.random() < OFTEN.get(field.name, 0.5))}  # fmt: skip
    return kinds.clean(code, _sensible(values, day, pen.dice))


def _sensible(values: dict[str, Any], day: date, dice: random.Random) -> dict[str, Any]:
    """Make facts agree with each other as the rules of the kinds ask."""
    if "starts_on" in values:
        values["starts_on"] = day.isoformat()
    for name in ("due_down", "ends_on"):
        if name in values:
            values[name] = (day + timedelta(days=15 if name == "due_down" else dice.randint(1, 12))).isoformat()
    if "hung_on" in values:
        values["hung_on"] = day.isoformat()
    for small, large in (("installed", "guided"), ("vulnerable", "guided"), ("handed_out", "printed")):
        if small in values:
            values[small] = min(values[small], values[large])
    if "learners" in values:
        whole = values["participants"]["total"]
        values["learners"] = {"total": whole, "nguoidan": dice.randint(0, whole)}
    if "delegates" in values:
        values["delegates"] = min(values["delegates"], values.get("participants", {"total": 0})["total"])
        if not values["delegates"]:
            del values["delegates"]
    if "cost_actual" in values and "cost_planned" in values:
        values["cost_actual"] = values["cost_planned"] - dice.choice((0, 0, 50_000, 100_000, 350_000))
    if "funding" in values and "cost_actual" in values:
        values["funding"][0]["amount"] = values["cost_actual"]
    return values


def _value(field: Field, kind: Kind, day: date, pen: Pen) -> Any:
    return _WRITERS[field.type](field, kind, day, pen)


def _text(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    if field.name == "title":
        return (pen(f"title{kind.code}") + (pen("suffix") if pen.dice.random() < 0.4 else ""))[:150]
    return pen(_KEYS.get(field.name, "sector"))[: field.max_length or 250]


def _note(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    key = {"results": "result", "difficulties": "difficulty", "proposals": "proposal"}.get(field.name, field.name)
    return pen.sentences(key, 5 if key == "result" else 2)


def _number(field: Field, kind: Kind, day: date, pen: Pen) -> int | float:
    if field.decimals:
        return round(pen.dice.uniform(0.6, 6), field.decimals - pen.dice.randint(0, 1))
    most = LARGE.get(field.name, 12)
    value = max(1, round(pen.dice.lognormvariate(0, 0.8) * most / 2))
    return 50 * (value // 50) or value if field.name in ("printed", "copies", "in_stock") else value


def _money(field: Field, kind: Kind, day: date, pen: Pen) -> int:
    return pen.dice.randint(400, 4_000) if field.name == "unit_price" else 100_000 * pen.dice.randint(5, 180)


def _choice(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    codes = [choice.code for choice in field.choices]
    return pen.dice.choices(codes, [1 / (place + 2) for place in range(len(codes))])[0]


def _choices(field: Field, kind: Kind, day: date, pen: Pen) -> list[str]:
    if field.name == "languages":
        return ["kinh"]
    return [_choice(field, kind, day, pen) for _ in range(pen.dice.randint(1, 3))]


def _people(field: Field, kind: Kind, day: date, pen: Pen) -> dict[str, int]:
    total = int(_number(field, kind, day, pen)) + 5
    groups = {group.code: pen.dice.randint(0, total * 3 // 5) for group in field.groups
              if pen.dice.random() < (0.9 if group.code == "female" else 0.3)}  # fmt: skip
    return {"total": total} | groups


def _table(field: Field, kind: Kind, day: date, pen: Pen) -> list[dict[str, Any]]:
    rows = pen.dice.choice((1, 1, 2)) if field.name in ("funding", "basis") else pen.dice.randint(2, 4)
    return [{column.name: _value(column, kind, day, pen) for column in field.columns
             if column.required or pen.dice.random() < 0.85} for _ in range(rows)]  # fmt: skip


def _photos(field: Field, kind: Kind, day: date, pen: Pen) -> list[dict[str, Any]]:
    return [{"sha256": pen.dice.randbytes(32).hex(), "name": pen("photo"), "size": pen.dice.randint(60_000, 900_000)}
            for _ in range(pen.dice.choice((1, 1, 2, 2)))]  # fmt: skip


def _place(field: Field, kind: Kind, day: date, pen: Pen) -> dict[str, Any]:
    found: dict[str, Any] = {"name": pen("venue")}
    if pen.dice.random() < 0.15:
        found |= {"lat": round(16 + pen.dice.random() / 8, 6), "lon": round(108.1 + pen.dice.random() / 6, 6)}
    return found


def _link(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    site = pen.dice.choice(("https://www.facebook.com/phuong/posts/", "https://danang.gov.vn/w/", "https://zalo.me/tin/"))
    return f"{site}{pen.dice.randint(10**9, 10**15)}"


def _date(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    return (day - timedelta(days=pen.dice.choice((0, 1, 6, 20, 45, 90)))).isoformat()


def _time(field: Field, kind: Kind, day: date, pen: Pen) -> str:
    return pen.dice.choice(("07:00", "07:30", "08:00", "08:00", "08:30", "09:00", "14:00", "14:30", "19:00", "19:30"))


_KEYS = {
    "areas": "area", "host": "host", "area": "area", "team": "titleDANHMUCTO", "mobile_point": "venue",
    "model": "titleMOHINH", "panel": "host", "school": "school", "street": "street", "route": "street",
    "speaker": "speaker", "slogan": "slogan", "headline": "headline", "bulletin": "bulletin", "slot": "slot",
    "material": "material", "printer": "printer", "plan": "plan", "field": "sector", "prizes": "prizes",
    "theme": "theme", "companions": "company", "assessment": "assessment", "number": "number", "decision": "number",
    "permit": "number", "invitation": "number", "recognition": "number", "body": "decider", "runner": "host",
    "scope": "area", "grades": "month", "ranking": "prizes", "measure": "skill", "form": "skill",
    "quantity_unit": "month",
}  # fmt: skip
_WRITERS: dict[str, Callable[[Field, Kind, date, Pen], Any]] = {
    "text": _text, "note": _note, "number": _number, "money": _money, "date": _date, "time": _time,
    "duration": _number, "choice": _choice, "choices": _choices, "people": _people, "table": _table,
    "photos": _photos, "place": _place, "link": _link, "check": lambda *_: True, "targets": lambda *_: ["phuong-2026/P3"],
}  # fmt: skip


if __name__ == "__main__":
    print(rows(revisions(1, 40)).decode())
