"""Plans: a document with targets, read strictly from resources/plans, and what the book says was done of them.

Plans are data that an office changes and that run out; nothing in the program knows a target by name.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.models import published
from desktop.models.declarations import Table, parse, read
from desktop.models.errors import DeclarationError
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds

if TYPE_CHECKING:
    from desktop.models.book import Book

_log = logging.getLogger(__name__)
SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "plans"
STATUSES = {"current": "đang thực hiện", "sample": "mẫu, đơn vị sửa theo kế hoạch của mình", "ended": "hết giai đoạn"}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
WAYS = ("activities", "sum", "share", "yesno", "hosts")
PERIODS = ("year", "phase")


@dataclass(frozen=True, slots=True)
class Target:
    """One target and how it is counted.

    `how`: "activities" counts them; "sum" adds up a `field`; "share" is the percent of a register's entries
    whose date `field` lies in the period; "yesno" is 1 once there is any; "hosts" counts who organised.
    Counted are activities of `kinds` (all when empty), of `campaigns`, and those that name the target `marked`.
    `amount` is what is to be reached in the `period` ("year" or "phase"), None where the plan gives no figure.
    """

    code: str
    label: str
    unit: str
    amount: float | None
    period: str
    how: str
    kinds: tuple[str, ...]
    field: Field | None
    campaigns: tuple[str, ...]
    marked: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document: its number, date and body where known, the phase it is for, and its targets."""

    code: str
    title: str
    number: str
    on: date | None
    body: str
    phase: str
    since: date
    until: date
    status: str
    targets: tuple[Target, ...]

    @property
    def status_label(self) -> str:
        """The status in words."""
        return STATUSES[self.status]


def load(kinds: Kinds, folder: Path = SHIPPED, *, own: Path | None = None,
         texts: Mapping[str, str] = MappingProxyType({})) -> tuple[Plan, ...]:  # fmt: skip
    """Read every plan, running ones first; `texts` (name → TOML) and then the `own` folder replace shipped ones.

    Raises DeclarationError with file, line and reason.
    """
    plans = _folder(kinds, folder)
    for name, text in texts.items():
        plan = _plan(parse(Path(name), text), kinds)
        plans[plan.code] = plan
    if own is not None and own.is_dir():
        plans |= _folder(kinds, own)
    return _sorted(plans)


def _sorted(found: Mapping[str, Plan]) -> tuple[Plan, ...]:
    return tuple(sorted(found.values(), key=lambda plan: (list(STATUSES).index(plan.status), plan.code)))


def of_book(book: "Book", kinds: Kinds) -> tuple[Plan, ...]:
    """Return the plans of an office: shipped, published by the centre, in the folder "plans" beside its book, and its own
    versions, the later before the earlier."""
    folder = book.folder / "plans"
    found = {one.code: one for one in published.readable(book, "plans", lambda given: load(kinds, own=folder, texts=given))}
    own: set[str] = set()
    for code, text in book.query("SELECT code, text FROM plan_versions ORDER BY code, version DESC"):
        if code in own:
            continue
        try:
            found[code] = parse_plan(text, kinds)
            own.add(code)
        except DeclarationError as fault:
            # It names a kind or a field this program does not have: the version before still counts.
            _log.warning("plan %s kept for another program: %s", code, fault.sentence)
    return _sorted(found)


def parse_plan(text: str, kinds: Kinds, path: Path = Path("ke-hoach.toml")) -> Plan:
    """Read one plan from its text. Raises DeclarationError."""
    return _plan(parse(path, text), kinds)


def _folder(kinds: Kinds, folder: Path) -> dict[str, Plan]:
    plans: dict[str, Plan] = {}
    for path in sorted(folder.glob("*.toml")):
        plan = _plan(read(path), kinds)
        if plan.code in plans:
            raise DeclarationError(path, 1, f"mã kế hoạch «{plan.code}» đã có ở tệp khác")
        plans[plan.code] = plan
    return plans


def _plan(table: Table, kinds: Kinds) -> Plan:
    code, title = table.text("code"), table.text("title")
    number, body, phase = table.text("number", ""), table.text("body"), table.text("phase")
    on = _day(table, "date") if table.has("date") else None
    since, until = _day(table, "since"), _day(table, "until")
    if until < since:
        raise table.fault("«until» không thể trước «since»", "until")
    status = _one_of(table, "status", tuple(STATUSES))
    targets = tuple(_target(item, kinds) for item in table.tables("targets"))
    for target in targets:
        if [one.code for one in targets].count(target.code) > 1:
            raise table.fault(f"chỉ tiêu «{target.code}» có hai lần", "targets")
    if not targets:
        raise table.fault("kế hoạch không có chỉ tiêu nào")
    table.done()
    return Plan(code, title, number, on, body, phase, since, until, status, targets)


def _target(table: Table, kinds: Kinds) -> Target:
    how = _one_of(table, "how", WAYS)
    counted = table.strings("kinds")
    found = [_kind(table, kinds, code) for code in counted]
    amount = table.real("amount") if table.has("amount") else None
    if amount is not None and amount <= 0:
        raise table.fault("«amount» phải lớn hơn 0; chỉ tiêu không có con số thì bỏ dòng này", "amount")
    code = table.text("code")
    if not _CODE.fullmatch(code):
        raise table.fault("«code» của chỉ tiêu chỉ gồm chữ không dấu, số và dấu - . _, nhiều nhất 20 ký tự", "code")
    target = Target(
        code=code, label=table.text("label"), unit=table.text("unit"), amount=amount,
        period=_one_of(table, "period", PERIODS, "year"), how=how, kinds=counted, field=_field(table, how, found),
        campaigns=_codes(table, "campaigns", _options(kinds, "campaign")),
        marked=next(iter(_codes(table, "marked", _options(kinds, "targets"))), ""))  # fmt: skip
    if not (target.kinds or target.marked):
        raise table.fault("chỉ tiêu cần «kinds» hoặc «marked» để biết tính hoạt động nào")
    table.done()
    return target


def _field(table: Table, how: str, kinds: list[Kind]) -> Field | None:
    if how not in {"sum", "share"}:
        return None
    name = table.text("field")
    if not kinds or (how == "share" and len(kinds) > 1):
        raise table.fault(f"cách tính «{how}» cần «kinds», và «share» chỉ một loại", "kinds")
    for kind in kinds:
        if name not in kind.names:
            raise table.fault(f"loại «{kind.code}» không có trường «{name}»", "field")
        field = kind.field(name)
        if (how == "sum" and not field.summed) or (how == "share" and field.type != "date"):
            wanted = "cộng được (summed = true)" if how == "sum" else "kiểu date"
            raise table.fault(f"trường «{name}» của loại «{kind.code}» phải là trường {wanted}", "field")
    return kinds[0].field(name)


def _kind(table: Table, kinds: Kinds, code: str) -> Kind:
    if code not in kinds:
        raise table.fault(f"không có loại «{code}»", "kinds")
    return kinds[code]


def _options(kinds: Kinds, name: str) -> Mapping[str, str]:
    """Return the codes of a common fact that is chosen from a list."""
    field = next(kind.field(name) for kind in kinds.of_family("activity"))
    return {choice.code: choice.label for choice in field.choices}


def _codes(table: Table, key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    if not table.has(key):
        return ()
    codes = (table.text(key),) if key == "marked" else table.strings(key)
    for code in codes:
        if code not in known:
            raise table.fault(f"«{key}»: không có mã «{code}»", key)
    return codes


def _day(table: Table, key: str) -> date:
    try:
        return date.fromisoformat(table.text(key))
    except ValueError:
        raise table.fault(f"«{key}» phải là ngày dạng 2026-12-31", key) from None


def _one_of(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key, default)
    if value not in allowed:
        raise table.fault(f"«{key}» phải là một trong: {', '.join(allowed)}", key)
    return value
