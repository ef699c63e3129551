"""What the centre, the leader or another PC of the office made of an activity, told above its form."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.errors import AppError, InputError, Problem
from desktop.ui.banner import banner
from desktop.ui.conflict import ConflictDialog
from desktop.ui.forms.form import Form
from desktop.ui.moments import moment
from desktop.ui.room import Room


class Standing(QObject):
    """Tells where an activity stands, and settles what two PCs wrote differently."""

    told = Signal(str, str)
    settled = Signal(str, str)  # sentence, uid

    def __init__(self, room: Room, place: QWidget) -> None:
        super().__init__(place)
        self._room, self._place = room, place

    def banner(self, activity: Any, form: Form) -> QFrame | None:
        """Return what stands above the form, None where there is nothing to say; remarks go beside their fields."""
        if activity.state in ("returned", "locked", "accepted"):
            review = self._room.desk.activities.review(activity.uid)
            remarks = review.remarks if review else ()
            return self._review(activity.state, moment(review.at) if review else "", remarks, form)
        if activity.state == "conflict":
            return self._made("warn", self.tr("Hai máy của đơn vị cùng sửa hoạt động này."),
                              self.tr("Đang hiện một trong các giá trị; cần chọn giá trị đúng."),
                              action=self.tr("Chọn giá trị đúng…"), run=lambda: self.ask_choices(activity))  # fmt: skip
        return None

    def ask_choices(self, activity: Any) -> ConflictDialog:
        """Show what the PCs of the office wrote differently, and let the person choose."""
        dialog = ConflictDialog(self._room, activity, self._room.desk.activities.conflicts(activity.uid), self._place)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._keep_choices(activity, dialog.chosen()))
        dialog.open()
        return dialog

    def _review(self, state: str, at: str, remarks: Sequence[Problem], form: Form) -> QFrame:
        rest = form.show_remarks(remarks) if state == "returned" else list(remarks)
        said = " ".join(one.sentence for one in rest)
        if state == "returned":
            more = self.tr("Lời nhắn nằm ngay dưới từng ô; sửa rồi Lưu, sẽ tự gửi lại.")
            return self._made("fault", self.tr("Trung tâm trả lại để sửa, {at}").format(at=at), f"{said} {more}".strip())
        if state == "locked":
            return self._made("note", self.tr("Trung tâm đã chốt số liệu này, {at}").format(at=at),
                              self.tr("Chỉ xem, không sửa được: cần sửa hãy đề nghị trung tâm mở lại."))  # fmt: skip
        return self._made("done", self.tr("Trung tâm đã duyệt, {at}").format(at=at),
                          said or self.tr("Sửa thêm thì trung tâm sẽ xem lại."))  # fmt: skip

    def _made(self, tone: str, title: str, text: str, *, action: str = "",
              run: Callable[[], object] | None = None) -> QFrame:  # fmt: skip
        return banner(self._room.icons, tone, title, text, action=action, run=run)

    def _keep_choices(self, activity: Any, chosen: dict[str, Any]) -> None:
        """Save the choices over what both agree on; a save from all heads ends the conflict."""
        binned = chosen.pop("binned", False)
        values = {name: value for name, value in (dict(activity.values) | chosen).items() if value is not None}
        activities = self._room.desk.activities
        try:
            saved = activities.save(activity.kind, values, uid=activity.uid, draft=activity.uid, base=activity.revision)
            if binned:
                activities.bin(activity.uid)
        except InputError as fault:
            self.told.emit("fault", fault.problems[0].sentence if fault.problems else fault.sentence)
            return
        except AppError as fault:
            self.told.emit("fault", fault.sentence)
            return
        self.settled.emit(self.tr("Đã giữ các lựa chọn của «{title}»; giá trị kia vẫn ở trong lịch sử.").format(title=saved.title),
                          saved.uid)  # fmt: skip
