"""The empty result: which filter empties it, and the offer to take that one away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.text import number_vi
from desktop.ui.icons import Icons
from desktop.ui.parts import button, clear, label
from desktop.ui.theme import SPACE

MOST = 3  # offers at once


class Nothing(QWidget):
    """Shown in place of the list."""

    dropped = Signal(str)  # the name of a filter, "text" for the typed words, "" for all of them

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("search", "primary", size=44))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(self.tr("Không thấy hoạt động nào như vậy"), "lead")
        self._text = label("", "muted", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(SPACE.s)
        whole = QVBoxLayout()
        whole.setSpacing(SPACE.s)
        whole.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        whole.addStretch(1)
        for part in (picture, self._title, self._text):
            whole.addWidget(part)
        whole.addLayout(self._offers)
        whole.addStretch(1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_parts(self, parts: Sequence[tuple[str, str, int]], *, asked: str) -> None:
        """Show which parts (name, words, how many without it) empty the result; none are known at first."""
        clear(self._offers)
        useful = sorted((one for one in parts if one[2]), key=lambda one: one[2])[:MOST]
        if len(useful) == 1:
            name = useful[0][1]
            self._text.setText(self.tr("Chỉ vì bộ lọc «{name}»: bỏ bộ lọc này là thấy.").format(name=name))
        elif useful:
            self._text.setText(self.tr("Các bộ lọc không gặp nhau: hãy bỏ một trong những bộ lọc dưới đây."))
        elif parts:
            self._text.setText(self.tr("Đang lọc: {asked}. Bỏ riêng từng bộ lọc cũng chưa thấy: hãy bỏ hết, "
                                       "hoặc thử ít chữ hơn; không cần dấu.").format(asked=asked))  # fmt: skip
        else:
            self._text.setText(self.tr("Đang lọc: {asked}").format(asked=asked))
        for name, words, count in useful:
            text = self.tr("Bỏ «{name}» ({n})").format(name=words, n=number_vi(count))
            self._add(text, name)
        if not useful:
            self._add(self.tr("Bỏ hết lọc"), "")

    def _add(self, text: str, name: str) -> None:
        made = button(text, lambda: self.dropped.emit(name))
        self._offers.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
