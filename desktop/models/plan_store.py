"""The plans an office changed: every change is a next version, and every version stays."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.models import plans
from desktop.models.book import Book
from desktop.models.errors import DeclarationError, InputError
from desktop.models.files import told
from desktop.models.journal import now
from desktop.models.kinds import Kinds
from desktop.models.plan_writing import written
from desktop.models.plans import Plan

LARGEST = 256 * 1024
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan: from 1, when (UTC, ISO) and by whom it was made."""

    code: str
    version: int
    at: str
    by: str


class PlanStore:
    """The versions of plans in one book."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def all(self) -> tuple[Plan, ...]:
        """Return the plans of the office, its own newest versions before all others."""
        return plans.of_book(self._book, self._kinds)

    def get(self, code: str) -> Plan:
        """Return a plan. Raises InputError when there is none of that code."""
        found = next((one for one in self.all() if one.code == code), None)
        if found is None:
            raise InputError(f"Không có kế hoạch «{code[:40]}»: hãy xem danh sách bằng lệnh plans.")
        return found

    def save(self, plan: Plan) -> Version:
        """Keep a plan as its next version. Raises InputError for what the strict reader refuses."""
        if not _CODE.fullmatch(plan.code):
            raise InputError(f"Mã kế hoạch «{plan.code[:40]}» chỉ gồm chữ không dấu, số và dấu - . _, nhiều nhất 40 ký tự.")
        text = written(plan)
        try:
            read = plans.parse_plan(text, self._kinds)
        except DeclarationError as fault:
            raise InputError(fault.reason) from fault
        with self._book.tx() as db:
            last = db.execute("SELECT version, text FROM plan_versions WHERE code = ? ORDER BY version DESC LIMIT 1",
                              [read.code]).fetchone()  # fmt: skip
            if last and last[1] == text:
                raise InputError("Kế hoạch không có gì thay đổi: chưa cần lưu.")
            made = Version(read.code, last[0] + 1 if last else 1, now(), self._book.office.person)
            db.execute("INSERT INTO plan_versions VALUES (?, ?, ?, ?, 'own', ?)", [made.code, made.version, made.at, made.by, text])
        return made

    def versions(self, code: str) -> tuple[Version, ...]:
        """Return the office's own versions of a plan, newest first."""
        rows = self._book.query("SELECT code, version, at, by FROM plan_versions WHERE code = ? ORDER BY version DESC", (code,))
        return tuple(Version(*row) for row in rows)

    def version(self, code: str, number: int) -> Plan:
        """Return a plan as it was. Raises InputError when there is no such version."""
        rows = self._book.query("SELECT text FROM plan_versions WHERE code = ? AND version = ?", (code, number))
        if not rows:
            raise InputError(f"Kế hoạch «{code[:40]}» không có bản {number}.")
        return plans.parse_plan(rows[0][0], self._kinds)

    def adopt(self, code: str) -> Version:
        """Make a sample or a received plan one that the office carries out."""
        return self.save(replace(self.get(code), status="current"))

    def copy(self, code: str, year: int) -> Plan:
        """Return a plan moved to another year, not yet kept: amounts stay, its number and date are the next one's."""
        made = moved(self.get(code), year)
        if any(one.code == made.code for one in self.all()):
            raise InputError(f"Đã có kế hoạch «{made.code}»: hãy mở kế hoạch ấy mà sửa.")
        return made

    def take(self, path: Path) -> Version:
        """Keep the plan of a .toml file. Raises InputError with the line and the reason."""
        with told(path):
            data = path.read_bytes()[: LARGEST + 1]
        if len(data) > LARGEST:
            raise InputError(f"Tệp «{path.name}» lớn hơn 256 KB: đây không phải tệp kế hoạch.")
        try:
            plan = plans.parse_plan(data.decode("utf-8-sig"), self._kinds, path)
        except UnicodeDecodeError:
            raise InputError(f"Tệp «{path.name}» không phải mã Unicode: hãy lưu tệp theo mã UTF-8.") from None
        except DeclarationError as fault:
            raise InputError(fault.sentence) from fault
        return self.save(plan)


def moved(plan: Plan, year: int) -> Plan:
    """Return a plan for a year: every year named in it moves by as much as its last year does."""
    step = year - plan.until.year
    if not step or plan.since.year + step <= 1900 or year >= 2100:
        raise InputError(f"Không chép được sang năm {year}: hãy chọn một năm khác năm {plan.until.year}.")

    def words(text: str) -> str:
        return _YEAR.sub(lambda found: str(int(found[1]) + step), text)

    code = words(plan.code)
    code = code if code != plan.code else f"{plan.code}-{year}"
    return replace(plan, code=code, title=words(plan.title), phase=words(plan.phase), number="", on=None,
                   since=_shifted(plan.since, step), until=_shifted(plan.until, step), status="current",
                   targets=tuple(replace(one, label=words(one.label)) for one in plan.targets))  # fmt: skip


def _shifted(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
