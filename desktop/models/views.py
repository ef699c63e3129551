"""Saved views of the list: a name for a question, its order and its columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from desktop.models.belonging import Rule
from desktop.models.errors import InputError
from desktop.models.query import Query
from desktop.models.text import clean, fold

if TYPE_CHECKING:  # the window reads the shape of a view, never its store
    from desktop.models.book import Book

NAME_LIMIT, MOST = 60, 40
_SEEDED = "views"


@dataclass(frozen=True, slots=True)
class View:
    """A saved view; `window` is a code of models.windows, which moves with today, and stands in place of days.

    `columns` are (name, width in pixels at 100 % text, 0 as it comes); empty: as they are now.
    """

    name: str
    query: Query = Query()
    window: str = ""
    columns: tuple[tuple[str, int], ...] = ()


SHIPPED = (
    View("Tháng này", window="month"),
    View("Chưa gửi", Query(state="waiting")),
    View("Bị trả lại", Query(state="returned")),
    View("Nháp", Query(state="draft")),
)


class Views:
    """The saved views of one book, in the order the office put them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[View]:
        """Return every view; a book that was never asked to change them has the shipped ones."""
        if not self._book.setting(_SEEDED):
            return list(SHIPPED)
        rows = self._book.query("SELECT name, query, columns FROM views ORDER BY position")
        return [_view(*row) for row in rows]

    def keep(self, view: View) -> None:
        """Keep a view under its name, in place of one of that name. Raises InputError for an empty or long name."""
        name = " ".join(clean(view.name).split())
        if not name or len(name) > NAME_LIMIT:
            raise InputError(f"Tên cách xem cần từ 1 đến {NAME_LIMIT} ký tự: hãy đặt một tên ngắn.")
        known = self.all()
        at = next((at for at, one in enumerate(known) if fold(one.name) == fold(name)), len(known))
        if at >= MOST:
            raise InputError(f"Đã có {MOST} cách xem: hãy bỏ bớt cách xem không dùng nữa rồi lưu lại.")
        known[at : at + 1] = [replace(view, name=name)]
        self._write(known)

    def drop(self, name: str) -> None:
        """Forget a view."""
        self._write([one for one in self.all() if one.name != name])

    def arrange(self, names: Sequence[str]) -> None:
        """Put the views into this order; those not named follow as they were."""
        order = {name: at for at, name in enumerate(names)}
        self._write(sorted(self.all(), key=lambda one: order.get(one.name, len(order))))

    def _write(self, views: Sequence[View]) -> None:
        with self._book.tx() as db:
            db.execute("DELETE FROM views")
            for position, view in enumerate(views):
                db.execute("INSERT INTO views (name, query, columns, position) VALUES (?, ?, ?, ?)",
                           [view.name, _told(view), json.dumps(view.columns), position])  # fmt: skip
            self._book.set(_SEEDED, True)


def _told(view: View) -> str:
    usual = Query()
    given = asdict(view.query)
    kept = {name: value for name, value in given.items() if value != getattr(usual, name)}
    return json.dumps(kept | ({"window": view.window} if view.window else {}), ensure_ascii=False)


def _view(name: str, query: str, columns: str) -> View:
    told: dict[str, Any] = json.loads(query)
    window = told.pop("window", "")
    known = {one.name for one in fields(Query)}  # a newer program may have kept more
    values: dict[str, Any] = {key: value for key, value in told.items() if key in known}
    if "kinds" in values:
        values["kinds"] = tuple(values["kinds"])
    if (target := values.get("target")) is not None:
        values["target"] = Rule(target["named"], tuple(target["kinds"]), tuple(target["campaigns"]), target["marked"])
    return View(name, Query(**values), window, tuple((one, width) for one, width in json.loads(columns)))
