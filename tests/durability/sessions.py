"""A working day of the real program, told step by step: what is about to be written, and what was acknowledged.

Everything a step writes is a set of registers, name → value: an activity by its title, a draft, a setting, a file.
`begin` says which registers get which values together, `done` that the program came back and so promised them.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Say = Callable[[Mapping[str, Any]], None]
PHOTO = bytes.fromhex("89504e470d0a1a0a")


class Day:
    """One person at one desk; every choice comes from the seed."""

    def __init__(self, folder: Path, seed: int, say: Say) -> None:
        from desktop import app
        from desktop.models import kinds
        from desktop.models.book import Book

        self.random = random.Random(seed)
        self.say, self.seed, self.folder = say, seed, folder
        self.book = Book.open(folder) if Book.exists(folder) else Book.create(folder, unit="20242", person="Văn thư")
        self.desk = app.open_desk(self.book, kinds.load())
        self.made: dict[str, str] = {}  # title -> uid
        self.count = 0
        self._learn()
        self.step({"setting:office": self.book.setting("office")}, lambda: None)

    def run(self, steps: int) -> None:
        """Do so many steps; the first ones make something to work on."""
        ways = (
            (self.save_new, 10), (self.edit, 8), (self.bin, 2), (self.go_back, 2), (self.draft, 6), (self.draft_saved, 4),
            (self.grid, 2), (self.whole, 1), (self.imported, 1), (self.setting, 2), (self.sign, 1), (self.template, 1),
            (self.copy, 1), (self.report_words, 1), (self.exported, 1),
        )  # fmt: skip
        acts = [act for act, weight in ways for _ in range(weight)]
        self.save_new()
        for _ in range(steps - 1):
            self.random.choice(acts)()

    def step(self, registers: Mapping[str, Any], act: Callable[[], object]) -> None:
        """Announce, do, acknowledge."""
        self.say({"begin": dict(registers)})
        act()
        self.say({"done": True})

    # Activities

    def save_new(self) -> None:
        title, values, photos = self._fresh(self.random.choice((0, 0, 1, 2)))
        self.step({_activity(title): [1, False, values["results"], photos]}, lambda: self._save(values))

    def edit(self) -> None:
        title, now = self._some()
        values = dict(now.values) | {"results": self._words()}
        values.pop("photos", None)
        photos = self._photos(self.random.choice((0, 1)))
        values |= {"photos": photos} if photos else {}
        self.step({_activity(title): [now.revision + 1, False, values["results"], len(photos)]},
                  lambda: self.desk.activities.save(now.kind, values, uid=now.uid, base=now.revision))  # fmt: skip

    def bin(self) -> None:
        title, now = self._some()
        away = now.state != "binned"
        told = [now.revision + 1, away, now.values.get("results"), len(now.values.get("photos", ()))]
        act = self.desk.activities.bin if away else self.desk.activities.restore
        self.step({_activity(title): told}, lambda: act(now.uid))

    def go_back(self) -> None:
        title, now = self._some()
        then = self.random.choice(self.desk.activities.history(now.uid))
        told = [now.revision + 1, then.binned, then.values.get("results"), len(then.values.get("photos", ()))]
        self.step({_activity(title): told}, lambda: self.desk.activities.revert(now.uid, then.revision))

    def grid(self) -> None:
        rows = [self._fresh(0)[:2] for _ in range(self.random.randint(2, 30))]
        self.step({_activity(title): [1, False, values["results"], 0] for title, values in rows},
                  lambda: self.desk.listing.save([(values["kind"], _bare(values)) for _, values in rows], _count, _never))  # fmt: skip
        self._learn()

    def whole(self) -> None:
        from desktop.models.query import Query

        titles = [title for title in self.made if self._get(title).state != "binned"][:40]
        found = {title: self._get(title) for title in titles}
        if len(found) != len(self.made):
            return self.save_new()  # what is in the bin is not in the result
        words = self._words()
        told = {_activity(title): [now.revision + 1, False, words, len(now.values.get("photos", ()))]
                for title, now in found.items()}  # fmt: skip
        return self.step(told, lambda: self.desk.listing.set_field(Query(), "results", words, _count, _never))

    def imported(self) -> None:
        rows = [self._fresh(0)[:2] for _ in range(self.random.randint(2, 12))]
        source = self.folder.parent / "nhap.csv"
        day = {title: date.fromisoformat(values["starts_on"]).strftime("%d/%m/%Y") for title, values in rows}
        source.write_text("Tên hoạt động,Ngày bắt đầu,Kết quả,Địa điểm,Lĩnh vực,Đối tượng,Số người\n" + "".join(
            f"{title},{day[title]},{values['results']},Nhà văn hóa,VNeID,Người dân,25\n" for title, values in rows), "utf-8")
        store = self.desk.imports
        opened = store.open(source)
        table = store.table(opened.sheets[0])
        seen = store.preview(table, store.match(table, name="nhap", kind="TAPHUAN"), {})
        self.step({_activity(title): [1, False, values["results"], 0] for title, values in rows},
                  lambda: store.save(opened, seen, ticked=[row.line for row in seen.rows], left_out=(),
                                     told=_count, stopped=_never))  # fmt: skip
        self._learn()

    # What is not an activity

    def draft(self) -> None:
        key = f"new-{self.random.randint(1, 5)}"
        if self.random.random() < 0.2:
            return self.step({f"draft:{key}": None}, lambda: self.desk.drafts.drop(key))
        values = {"title": self._words()}
        return self.step({f"draft:{key}": values}, lambda: self.desk.drafts.keep(key, "TAPHUAN", values))

    def draft_saved(self) -> None:
        title, values, photos = self._fresh(1)
        key = f"new-{self.seed}-{self.count}"
        self.step({f"draft:{key}": {"title": title}}, lambda: self.desk.drafts.keep(key, values["kind"], {"title": title}))
        self.step({_activity(title): [1, False, values["results"], photos], f"draft:{key}": None},
                  lambda: self._save(values, draft=key))  # fmt: skip

    def setting(self) -> None:
        kept = dict(self.book.setting("window", {})) | {"report": self._words()}
        self.step({"setting:window": kept}, lambda: self.desk.settings.keep("report", kept["report"]))

    def sign(self) -> None:
        kept = dict(self.book.setting("office")) | {"person": self._words()[:60]}
        self.step({"setting:office": kept}, lambda: self.desk.sign_as(kept["person"]))

    def template(self) -> None:
        from desktop.models.templates import Template

        name = f"Mẫu {self.random.randint(1, 3)}"
        words = self._words()
        made = Template(name=name, kind="TAPHUAN", values={"results": words})
        self.step({f"template:{name}": words}, lambda: self.desk.templates.keep(made))

    def report_words(self) -> None:
        from desktop.models.report_choice import Choice
        from desktop.models.report_left import Left

        words = self._words()
        month = self.random.randint(1, 3)
        choice = Choice(period=f"2026-{month:02}")
        self.step({f"words:{choice.period}": words[:250]}, lambda: self.desk.reporter.keep(choice, Left(basis=words[:250])))

    def copy(self) -> None:
        name = f"ban-{self.random.randint(1, 2)}.backup"
        held = self.book.query("SELECT count(*) FROM journal")[0][0]
        self.step({f"copy:{name}": held}, lambda: self.desk.keeping.backup(self.folder.parent / name))

    def exported(self) -> None:
        name, data = f"giay-{self.random.randint(1, 2)}.bin", self.random.randbytes(self.random.randint(1, 9000))
        self.step({f"file:{name}": data.hex()}, lambda: self.desk.keeping.write(self.folder.parent / name, data))

    # Private

    def _fresh(self, photos: int) -> tuple[str, dict[str, Any], int]:
        self.count += 1
        title = f"Lớp {self.seed}.{self.count}"
        day = date(2026, 1, 1) + timedelta(days=self.random.randint(0, 300))
        values: dict[str, Any] = {
            "kind": "TAPHUAN", "title": title, "starts_on": day.isoformat(), "results": self._words(),
            "audiences": ["NGUOIDAN"], "topics": ["VNEID"], "participants": {"total": self.random.randint(1, 90)},
            "place": {"name": "Nhà văn hóa"}, "ends_on": day.isoformat(),
        }  # fmt: skip
        kept = self._photos(photos)
        if kept:
            values["photos"] = kept
        return title, values, len(kept)

    def _photos(self, count: int) -> list[dict[str, Any]]:
        from desktop.models.attachments import Attachments

        store, kept = Attachments(self.book), []
        for _ in range(count):
            data = PHOTO + self.random.randbytes(self.random.randint(100, 30_000))
            kept.append(dict(store.keep(data, "anh.png", "image/png", data[:200]).value))
        return kept

    def _save(self, values: Mapping[str, Any], draft: str | None = None) -> None:
        saved = self.desk.activities.save(values["kind"], _bare(values), draft=draft)
        self.made[saved.title] = saved.uid

    def _some(self) -> tuple[str, Any]:
        title = self.random.choice(sorted(self.made))
        return title, self._get(title)

    def _get(self, title: str) -> Any:
        return self.desk.activities.get(self.made[title])

    def _learn(self) -> None:
        for uid, title in self.book.query("SELECT uid, title FROM activities"):
            self.made[title] = uid

    def _words(self) -> str:
        return " ".join(f"{self.random.getrandbits(64):x}" for _ in range(self.random.randint(1, 17)))


def _activity(title: str) -> str:
    return f"activity:{title}"


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "kind"}


def _count(done: int, whole: int) -> None:
    return None


def _never() -> bool:
    return False


def line_to(handle: int) -> Say:
    """Say it as one line in one write, so that a kill leaves whole lines."""
    return lambda told: void(os.write(handle, json.dumps(told, ensure_ascii=False).encode() + b"\n"))


def void(_: object) -> None:
    return None


def main(folder: str, seed: str, steps: str, spoil: str = "") -> None:
    """Work a day in `folder`; what is told goes to the file `acks` beside it."""
    from desktop.models import engine, files

    if spoil == "normal":  # the planted mutants: the harness has to find what they lose
        plain = engine.prepare

        def prepare(connection: Any) -> None:
            plain(connection)
            connection.execute("PRAGMA synchronous = NORMAL")

        engine.prepare = prepare
    elif spoil == "unsynced":
        files.os = type("os", (), {**vars(os), "fsync": staticmethod(void)})
    place = Path(folder)
    handle = os.open(place.parent / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for life in (1, 2):  # closed in the middle and opened again
        day = Day(place, int(seed) * 10 + life, line_to(handle))
        day.run(int(steps) // 2)
        day.book.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
