"""Incidents with personal data: what happened, whom it touches, what was done; to be told within 72 hours of being seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.models.errors import InputError, Problem
from desktop.models.moment import new_uid, now
from desktop.models.text import clean, number_vi

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

WITHIN = timedelta(hours=72)  # Luật 91/2025/QH15, Điều 23
LONGEST = 2_000
WHAT: Mapping[str, str] = MappingProxyType({
    "lost_pc": "Mất hoặc bị lấy trộm máy tính có sổ", "lost_copy": "Mất USB, ổ đĩa hoặc giấy có dữ liệu",
    "wrong_hands": "Gửi nhầm, giao nhầm cho người khác", "seen": "Người không có quyền đã xem hoặc chép",
    "published": "Đăng tên hoặc ảnh không được đồng ý", "other": "Việc khác",
})  # fmt: skip
DATA: Mapping[str, str] = MappingProxyType({
    "names": "Họ tên", "phones": "Số điện thoại", "units": "Đơn vị, khu dân cư", "photos": "Ảnh", "signatures": "Chữ ký",
    "accounts": "Tài khoản, PIN", "other": "Dữ liệu khác",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident; moments are ISO 8601 with time zone, "" for not known or not yet; `people` -1 where nobody can tell.

    `told_at` is when it was told to the authority, `reference` how that was received.
    """

    uid: str = ""
    what: str = "other"
    happened_at: str = ""
    seen_at: str = ""
    story: str = ""
    people: int = -1
    data: tuple[str, ...] = ()
    encrypted: bool = True
    harm: str = ""
    done: str = ""
    next: str = ""
    contact: str = ""
    told_at: str = ""
    reference: str = ""
    at: str = ""
    by: str = ""

    @property
    def due_at(self) -> datetime:
        """Until when it must be told."""
        return datetime.fromisoformat(self.seen_at) + WITHIN

    def left(self, moment: datetime) -> timedelta:
        """Return how much time is left, negative when it is over."""
        return self.due_at - moment

    def sentence(self, moment: datetime) -> str:
        """Say what has to be done and how long there is for it."""
        hours = self.left(moment) / timedelta(hours=1)
        if hours <= 0:
            over = number_vi(int(-hours))
            return f"Sự cố dữ liệu cá nhân đã quá hạn 72 giờ {over} giờ: hãy gửi thông báo ngay và ghi rõ lý do chậm."
        said = f"{number_vi(int(hours))} giờ" if hours >= 1 else f"{max(1, int(hours * 60))} phút"
        return f"Còn {said} để báo sự cố dữ liệu cá nhân cho cơ quan chuyên trách: hãy in thông báo, ký và gửi."


class Incidents:
    """The incidents of one book; they stay on this PC and are told on paper."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[Incident]:
        """Return every incident, the newest first."""
        rows = self._book.query("SELECT uid, at, by, content FROM incidents ORDER BY at DESC, uid DESC")
        return [_incident(*row) for row in rows]

    def open(self) -> list[Incident]:
        """Return those that were not told yet, the most urgent first."""
        return sorted((one for one in self.all() if not one.told_at), key=lambda one: one.due_at)

    def get(self, uid: str) -> Incident:
        """Return an incident. Raises InputError when there is none."""
        rows = self._book.query("SELECT uid, at, by, content FROM incidents WHERE uid = ?", (uid,))
        if not rows:
            raise InputError("Không có sự cố này trong sổ: hãy mở lại danh sách.")
        return _incident(*rows[0])

    def keep(self, incident: Incident, *, moment: datetime | None = None) -> Incident:
        """Keep an incident, new or changed. Raises InputError that names every wrong field."""
        moment = moment or datetime.now(UTC)
        texts: dict[str, Any] = {name: clean(getattr(incident, name))[:LONGEST] for name in _TEXTS}
        made = replace(incident, **texts)
        problems = tuple(_problems(made, moment))
        if problems:
            raise InputError(problems[0].sentence, problems=problems)
        return self._write(replace(made, uid=made.uid or new_uid(), at=made.at or now(), by=made.by or self._book.office.person))

    def tell(self, uid: str, *, at: str = "", reference: str = "") -> Incident:
        """Note that an incident was told to the authority. Raises InputError when there is none."""
        return self._write(replace(self.get(uid), told_at=at or now(), reference=clean(reference)[:LONGEST]))

    def _write(self, made: Incident) -> Incident:
        content = {name: value for name, value in asdict(made).items() if name not in {"uid", "at", "by"}}
        with self._book.tx() as db:
            db.execute("INSERT OR REPLACE INTO incidents (uid, at, by, content) VALUES (?, ?, ?, ?)",
                       [made.uid, made.at, made.by, json.dumps(content, ensure_ascii=False)])  # fmt: skip
        return made


_TEXTS = ("story", "harm", "done", "next", "contact", "reference")


def _problems(one: Incident, moment: datetime) -> list[Problem]:
    found = []
    if one.what not in WHAT:
        found.append(Problem("what", "Hãy chọn việc gì đã xảy ra."))
    seen, happened = _moment(one.seen_at), _moment(one.happened_at)
    if seen is None:
        found.append(Problem("seen_at", "Hãy ghi lúc phát hiện: 72 giờ tính từ lúc đó."))
    elif seen > moment + timedelta(minutes=10):
        found.append(Problem("seen_at", "Lúc phát hiện không thể ở tương lai: hãy xem lại ngày giờ."))
    if one.happened_at and (happened is None or (seen is not None and happened > seen)):
        found.append(Problem("happened_at", "Lúc xảy ra phải trước lúc phát hiện; không rõ thì để trống."))
    if len(one.story) < 10:
        found.append(Problem("story", "Hãy ghi việc gì đã xảy ra (ít nhất một câu)."))
    if not one.data or set(one.data) - set(DATA):
        found.append(Problem("data", "Hãy đánh dấu ít nhất một loại dữ liệu bị ảnh hưởng."))
    if one.people < -1:
        found.append(Problem("people", "Số người không thể âm: không rõ thì để trống."))
    if not one.done:
        found.append(Problem("done", "Hãy ghi đã làm gì ngay lúc đó, dù chỉ là báo lãnh đạo."))
    return found


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _incident(uid: str, at: str, by: str, content: str) -> Incident:
    said = json.loads(content)
    known = {one.name for one in fields(Incident)}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in said.items() if name in known}  # fmt: skip
    return Incident(**values | {"uid": uid, "at": at, "by": by})
