"""The filters of the list: each a button that tells what it filters by, with the counts of its options below it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from shiboken6 import isValid

from desktop.models import windows
from desktop.models.query import Query
from desktop.ui import chip
from desktop.ui.flow import flow
from desktop.ui.parts import button, restyle, row
from desktop.ui.picker import Option, Picker
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

NAMES = ("window", "kinds", "area", "campaign", "state", "target", "by", "photos")
FOLDED = 150  # percent of text beyond which only the filters that filter stand there, the others under «Bộ lọc»
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class Filter(QWidget):
    """One filter: a chip that drops its options, and a cross once it filters. Delete takes it away."""

    asked = Signal()
    dropped = Signal()

    def __init__(self, title: str, room: Room) -> None:
        super().__init__()
        self._title, self._theme = title, room.theme
        self.chip = button(title, self.asked.emit, role="chip")
        self.chip.setCheckable(True)
        self.chip.installEventFilter(self)
        self.cross = button("", self.dropped.emit, role="icon", icon="x", icons=room.icons,
                            tip=self.tr("Bỏ bộ lọc «{name}»").format(name=title))  # fmt: skip
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete does it from the chip
        self.cross.setMaximumHeight(self.chip.sizeHint().height())
        self.setLayout(row(self.chip, self.cross, space=0))
        self.tell("")

    def tell(self, value: str) -> None:
        """Show what is filtered by, "" for nothing."""
        short = value if len(value) <= 42 else f"{value[:40].rstrip()}…"
        self.chip.setText(f"{self._title}: {short}" if value else f"{self._title} ▾")
        self.chip.setChecked(bool(value))
        # The style measures a chip as if it were not chosen, and a chosen one is written in a heavier hand.
        heavy = QFontMetrics(self._theme.font(weight=QFont.Weight.Medium))
        self.chip.setMinimumWidth(heavy.horizontalAdvance(self.chip.text()) + self._theme.px(32) if value else 0)
        said = f"{self._title}: {value}" if value else self.tr("Lọc theo {name}").format(name=self._title.lower())
        self.chip.setToolTip(tip(said))
        self.chip.setAccessibleName(f"{self._title}: {value}" if value else self._title)
        self.chip.setAccessibleDescription(self.tr("Enter: chọn; Delete: bỏ lọc") if value else self.tr("Enter: chọn"))
        self.cross.setVisible(bool(value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open by Down and Enter as well as by Space, take away by Delete."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.asked.emit()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chip.isChecked():
                self.dropped.emit()
                return True
        return super().eventFilter(watched, event)


class Filters(QWidget):
    """Every filter of the list; holds the question but for its words and its order."""

    changed = Signal()

    def __init__(self, room: Room, *, target_label: Callable[[Any], str] = lambda rule: str(rule.named)) -> None:
        super().__init__()
        self._room = room
        self._desk = room.desk
        self._target_label = target_label
        self._query = Query()
        self._window = ""
        self._words: Callable[[], str] = lambda: ""
        self._area_names: dict[str, str] = {}
        self._counting: Any = None
        self._open = ""
        titles = {"window": self.tr("Kỳ"), "kinds": self.tr("Loại"), "area": self.tr("Thôn, TDP"),
                  "campaign": self.tr("Chiến dịch"), "state": self.tr("Trạng thái"), "target": self.tr("Chỉ tiêu"),
                  "by": self.tr("Người ghi"), "photos": self.tr("Ảnh")}  # fmt: skip
        self.filters = {name: Filter(titles[name], room) for name in NAMES}
        for name, made in self.filters.items():
            made.asked.connect(lambda name=name: self.open(name))
            made.dropped.connect(lambda name=name: self.drop(name))
        self.titles = titles
        self._folded = room.theme.percent > FOLDED
        self.more = button(self.tr("Bộ lọc ▾"), self._drop_more, role="chip")
        self.reset_button = button("" if self._folded else self.tr("Bỏ hết lọc"), self._reset_all, role="quiet", icon="x",
                                   icons=room.icons, tip=self.tr("Bỏ hết lọc"))  # fmt: skip
        self.setLayout(flow(*self.filters.values(), self.more, self.reset_button, space=SPACE.s))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Bộ lọc"))
        self._picker: Picker | None = None
        self.tell()

    # The question

    def ask_words(self, words: Callable[[], str]) -> None:
        """Know where the typed words stand: the counts depend on them too."""
        self._words = words

    @property
    def span(self) -> str:
        """The code of the window of days (models.windows)."""
        return self._window

    def query(self) -> Query:
        """Return the question without words and order."""
        since, until = windows.resolve(self._window, date.today())
        return replace(self._query, since=since, until=until)

    def show_query(self, query: Query, window: str | None = None) -> None:
        """Show exactly the filters of a question; `window` names its days when they move with today."""
        if window is None:
            window = f"{query.since or ''}..{query.until or ''}" if query.since or query.until else ""
        self._window = window
        self._query = replace(query, text="", since=None, until=None)
        self.tell()

    def parts(self) -> list[tuple[str, str, Query]]:
        """Return each filter that filters: (name, «Kỳ: Tháng này», the question without it)."""
        found = []
        for name in NAMES:
            value = self._value(name)
            if value:
                found.append((name, f"{self.titles[name]}: {value}", self._without(name)))
        return found

    def drop(self, name: str) -> None:
        """Take one filter away."""
        if name == "window":
            self._window = ""
        else:
            self._query = replace(self._query, **{name: getattr(Query(), name)})
        self.tell()
        self.changed.emit()

    def reset(self) -> None:
        """Take every filter away."""
        self._window, self._query = "", Query()
        self.tell()

    # Options

    def open(self, name: str) -> None:
        """Drop the options of a filter and ask for their counts."""
        made = self.filters[name]
        made.chip.setChecked(bool(self._value(name)))  # a click had turned it
        if name == "target":
            return
        self._open = name
        self._picker = self._make_picker(name)
        chosen: tuple[Any, ...] = self._query.kinds if name == "kinds" else (
            self._window if name == "window" else getattr(self._query, name),)  # fmt: skip
        self._picker.drop(self._options(name), chosen, made.chip if made.isVisible() else self.more)
        self._count(name)

    def _drop_more(self) -> None:
        """Offer the filters that do not filter yet: large letters leave no room for all of them."""
        menu = QMenu(self.more)
        menu.setAccessibleName(self.tr("Bộ lọc"))
        for name in NAMES:
            if name != "target" and not self._value(name):
                menu.addAction(self.titles[name]).triggered.connect(lambda _on, name=name: self.open(name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _make_picker(self, name: str) -> Picker:
        if self._picker is not None:
            self._picker.deleteLater()
        hint = self.tr("Gõ để tìm, hoặc 9/2026, 2026-Q3, 1/9/2026..5/9/2026") if name == "window" else ""
        typed = self._typed_window if name == "window" else lambda text: None
        picker = Picker(self.titles[name], self._room.theme, self._room.icons.pixmap("check", "primary", size=16), self,
                        many=name == "kinds", typed=typed, hint=hint)  # fmt: skip
        picker.picked.connect(lambda code, added, name=name: self._pick(name, code, added=added))
        return picker

    @staticmethod
    def _typed_window(text: str) -> Option | None:
        code = windows.typed(text)
        return Option(code, windows.words(code)) if code else None

    def _options(self, name: str) -> list[Option]:
        every = [Option("", self.tr("Tất cả"))]
        if name == "window":
            reported = [Option(None, self.tr("Theo kỳ báo cáo"))] + [Option(*one) for one in windows.REPORTED]
            return every + [Option(*one) for one in windows.MOVING] + reported
        if name == "kinds":
            kinds = self._desk.kinds
            others = [kind for kind in kinds.values() if kind.family != "activity"]
            listed = [Option(kind.code, kind.label) for kind in kinds.of_family("activity")]
            beside = [Option(None, self.tr("Danh mục, đánh giá"))] if others else []
            return every + listed + beside + [Option(kind.code, kind.label) for kind in others]
        if name == "campaign":
            return every + [Option(code, text) for code, text in self._campaigns().items()]
        if name == "state":
            return every + [Option(code, text) for code, text in self._states().items()]
        if name == "photos":
            return every + [Option(code, text) for code, text in self._photo_words().items()]
        return every

    def _pick(self, name: str, code: Any, *, added: bool) -> None:
        if not isValid(self):
            return  # the window was drawn anew while the list hung open
        if name == "window":
            self._window = code
        elif name == "kinds":
            kept = self._query.kinds
            kinds = (tuple(one for one in kept if one != code) if code in kept else (*kept, code)) if added else (
                (code,) if code else ())  # fmt: skip
            self._query = replace(self._query, kinds=kinds)
        else:
            self._query = replace(self._query, **{name: code})
        self.tell()
        self.changed.emit()
        if not added:
            self.filters[name].chip.setFocus(Qt.FocusReason.PopupFocusReason)

    # Counts

    def _count(self, name: str) -> None:
        if self._counting is not None:
            self._counting.stop()
        query = replace(self.query(), text=self._words())
        if name == "window":
            spans = [(code, *windows.resolve(code, date.today())) for code, _ in windows.MOVING + windows.REPORTED]
            self._counting = self._room.tasks.run(
                lambda desk, job: desk.listing.spans(query, spans), lambda counts: self._show(name, counts, []),
                failed=self._no_counts, lane="list-counts")  # fmt: skip
            return
        self._counting = self._room.tasks.run(
            lambda desk, job: desk.listing.counts(query, lambda: job.stopped),
            lambda counts: self._show_all(name, counts), failed=self._no_counts, lane="list-counts")  # fmt: skip

    def _no_counts(self, fault: Any) -> None:
        """Leave the dots: a filter works without its counts."""

    def stop_counting(self) -> None:
        """Let the worker go: what was counted is not wanted any more."""
        if self._counting is not None:
            self._counting.stop()

    def _show_all(self, name: str, counts: Any) -> None:
        if counts is None:
            return
        more: list[Option] = []
        if name == "area":
            found = sorted(counts.areas, key=lambda one: (-one[2], one[0]))
            self._area_names |= {key: named for key, named, _ in found}
            more = [Option(key, named) for key, named, _ in found]
            self._show(name, {key: count for key, _, count in found}, more)
        elif name == "by":
            known = sorted(counts.by.items(), key=lambda one: -one[1])
            self._show(name, counts.by, [Option(who, who) for who, _ in known if who])
        else:
            field = {"kinds": "kinds", "campaign": "campaigns", "state": "states", "photos": "photos"}[name]
            self._show(name, getattr(counts, field), [])

    def _show(self, name: str, counts: Mapping[Any, int], more: Sequence[Option]) -> None:
        if self._picker is not None and self._open == name and self._picker.isVisible():
            self._picker.show_counts(counts, more)

    # Words

    def tell(self) -> None:
        """Write every filter anew."""
        active = False
        for name, made in self.filters.items():
            value = self._value(name)
            active |= bool(value)
            made.tell(value)
            made.setVisible(bool(value) or (name != "target" and not self._folded))
        self.more.setVisible(self._folded)
        self.reset_button.setVisible(active)
        restyle(self, "active", active)
        if self.layout() is not None:
            self.layout().invalidate()
            self.updateGeometry()

    def _value(self, name: str) -> str:
        if name == "window":
            return windows.words(self._window)
        value = getattr(self._query, name)
        if not value:
            return ""
        if name == "kinds":
            labels = [self._desk.kinds[code].label if code in self._desk.kinds else code for code in value]
            if len(labels) == 1:
                return labels[0]
            return self.tr("{first} và {n} loại nữa").format(first=labels[0].split(" (")[0], n=len(labels) - 1)
        if name == "area":
            return self._area_names.get(value, value)
        if name == "target":
            return self._target_label(value)
        words = {"campaign": self._campaigns, "state": self._states, "photos": self._photo_words}
        return words[name]().get(value, value) if name in words else str(value)

    def _without(self, name: str) -> Query:
        if name == "window":
            return replace(self.query(), since=None, until=None)
        return replace(self.query(), **{name: getattr(Query(), name)})

    def _campaigns(self) -> dict[str, str]:
        fields = [f for kind in self._desk.kinds.values() for f in kind.fields if f.name == "campaign"]
        return {choice.code: choice.label for choice in fields[0].choices} if fields else {}

    def _states(self) -> dict[str, str]:
        return {"waiting": self.tr("Đã lưu, chưa gửi")} | {
            state: chip.words(state) for state in ("sent", "refused", "returned", "conflict", "accepted", "locked")
        } | ({"pending": chip.words("pending")} if self._desk.approvals.needed else {}) | {
            "draft": self.tr("Nháp"), "binned": self.tr("Thùng rác")}  # fmt: skip

    def _photo_words(self) -> dict[str, str]:
        return {"with": self.tr("Có ảnh"), "without": self.tr("Chưa có ảnh")}

    def _reset_all(self) -> None:
        self.reset()
        self.changed.emit()

    def stops(self) -> list[QPushButton]:
        """Return what Tab stops at, in order."""
        return [*(made.chip for made in self.filters.values()), self.more, self.reset_button]

