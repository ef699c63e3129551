"""What going back to a copy changes, as data and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.text import number_vi

GONE, OLDER, AGAIN = "gone", "older", "again"


@dataclass(frozen=True, slots=True)
class Change:
    """One activity that would be another: `what` is GONE, OLDER or AGAIN; `saves` how many saves of it; `unsent` of these."""

    uid: str
    what: str
    kind: str
    title: str
    at: str
    saves: int
    unsent: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a copy would bring: the changes, what was never sent first; drafts and set-aside things stay out of it."""

    changes: Sequence[Change]
    saves: int  # in the copy
    lost: int  # saves that are not in the copy
    unsent: int  # of these, saves nobody else has

    @property
    def sentence(self) -> str:
        """The preview in one sentence."""
        if not self.changes:
            return "Bản sao này giống hệt sổ đang có: khôi phục không đổi gì."
        count = {what: sum(one.what == what for one in self.changes) for what in (GONE, OLDER, AGAIN)}
        parts = [f"{number_vi(count[GONE])} hoạt động ghi sau bản sao sẽ không còn"] if count[GONE] else []
        parts += [f"{number_vi(count[OLDER])} hoạt động quay về nội dung cũ"] if count[OLDER] else []
        parts += [f"{number_vi(count[AGAIN])} hoạt động trở lại"] if count[AGAIN] else []
        said = "; ".join(parts)
        tail = (f" {number_vi(self.unsent)} lần lưu trong đó chưa gửi nên chỉ còn trong bản cất giữ." if self.unsent
                else " Những gì đã gửi sẽ được trung tâm trả về ở lần gửi tới." if self.lost else "")  # fmt: skip
        return f"{said[:1].upper()}{said[1:]}.{tail}"
