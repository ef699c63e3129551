"""«Bản mới»: which version runs, whether there is a newer one, and taking it for the next start."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class UpdateCard(QFrame):
    """Looks, says what it would cost, brings; a cut line keeps what came."""

    told = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._offer: Any = None
        self._source = ""
        self._said = label("", wrap=True)
        self.look_now = button(self.tr("Tìm bản mới"), lambda: self.look(""), icon="refresh-cw", icons=room.icons)
        self.look_in = button(self.tr("Tìm trong USB, thư mục…"), self._ask_folder, role="quiet")
        self.take = button(self.tr("Tải bản mới"), self.bring, role="primary", icon="download", icons=room.icons)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(self.tr("Đã tải"))
        self.setLayout(column(card(label(self.tr("Bản mới"), "lead"), self._said, self._progress,
                                   row(self.take, self.look_now, self.look_in, None, space=SPACE.m))))  # fmt: skip
        self.refresh()

    def refresh(self) -> None:
        """Show what runs and what waits."""
        desk = self._room.desk
        waits, unable = desk.updates.waits(), desk.updates.able
        running = self.tr("Đang dùng bản {version}.").format(version=desk.updates.version)
        off = desk.settings.decided("updates") == "off"
        if off:
            said = self.tr("Quản trị cập nhật chương trình này.")
        elif waits:
            said = self.tr("Bản {version} đã sẵn sàng: đóng rồi mở lại chương trình để dùng.").format(version=waits)
        else:
            said = unable
        self._said.setText(f"{running} {said}".strip())
        for act in (self.look_now, self.look_in):
            act.setVisible(not (off or waits or unable))
        self.take.setVisible(self._offer is not None and not waits)
        self._progress.hide()

    def look(self, source: str) -> None:
        """Ask a source for a newer version, on the worker."""
        self._source, self._offer = source, None
        self._rest(busy=self.tr("Đang tìm…"))
        self._room.tasks.run(lambda desk, job: desk.updates.look(source), self._found, failed=self._failed, lane="updates")

    def bring(self) -> None:
        """Download the version that was found, on the worker."""
        offer, source = self._offer, self._source
        self._rest(busy=self.tr("Đang tải bản {version}…").format(version=offer.version))
        self._progress.setRange(0, 100)
        self._progress.show()
        self._room.tasks.run(_bringing(offer, source), self._brought, failed=self._failed, lane="updates",
                             progress=lambda done, whole: self._progress.setValue(done * 100 // max(1, whole)))  # fmt: skip

    def _rest(self, *, busy: str) -> None:
        self._said.setText(busy)
        for act in (self.look_now, self.look_in, self.take):
            act.setEnabled(False)

    def _found(self, offer: Any) -> None:
        self._wake()
        self._offer = offer
        self.refresh()
        if offer is None:
            self._said.setText(self.tr("Đang dùng bản mới nhất ({version}).").format(version=self._room.desk.updates.version))
            return
        whole = self.tr(" thay vì {whole} MB").format(whole=number_vi(offer.whole / 1e6, most=0)) if offer.older else ""
        said = self.tr("Có bản {version}: tải {size} MB{whole}.").format(
            version=offer.version, size=number_vi(offer.length / 1e6, most=2), whole=whole)  # fmt: skip
        self._said.setText(f"{said} {offer.notes}".strip())

    def _brought(self, sentence: str) -> None:
        self._wake()
        self._offer = None
        self.refresh()
        self.told.emit("done", sentence)

    def _failed(self, fault: AppError) -> None:
        self._wake()
        self.refresh()
        self.told.emit("fault", fault.sentence)

    def _wake(self) -> None:
        for act in (self.look_now, self.look_in, self.take):
            act.setEnabled(True)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Thư mục hoặc USB có bản mới"))
        if folder:
            self.look(folder)


def _bringing(offer: Any, source: str) -> Callable[[Any, Any], str]:
    return lambda desk, job: desk.updates.bring(offer, source, job.report)
