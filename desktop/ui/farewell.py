"""The bar of the last seconds: what is still being sent while the person leaves, and a way not to wait."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel

from desktop.models.text import number_vi
from desktop.ui.icons import Icons
from desktop.ui.parts import button, frame, label, row
from desktop.ui.postman import LAST_WAIT, Postman
from desktop.ui.theme import SPACE


class Farewell(QFrame):
    """Sends what waits, at most LAST_WAIT ms; `over` when the window may go."""

    over = Signal()

    def __init__(self, postman: Postman, icons: Icons, *, waiting: int) -> None:
        super().__init__()
        self._postman = postman
        picture = QLabel()
        picture.setPixmap(icons.pixmap("cloud-upload", "saved"))
        said = self.tr("Đang gửi nốt {n} lần lưu… Chưa gửi kịp cũng không mất, lần sau sẽ tự gửi.")
        words = label(said.format(n=number_vi(waiting)), wrap=True)
        self.later = button(self.tr("Để sau"), self._end, role="primary")
        line = row(picture, words, self.later, space=SPACE.m)
        line.setStretch(1, 1)
        line.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        outer = row(frame(line, "message"))
        outer.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, SPACE.s)
        self.setLayout(outer)
        self.setAccessibleName(words.text())
        postman.ended.connect(self._end)
        postman.failed.connect(self._end)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._end)
        self._limit.start(LAST_WAIT)

    def begin(self) -> None:
        """Send, and put the keyboard on «Để sau»."""
        self.later.setFocus()
        self._postman.send(by_hand=False)

    def _end(self, *_: object) -> None:
        self._limit.stop()
        self.over.emit()
