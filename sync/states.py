"""What can stand between an office and the centre, each state in one sentence for the person there."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.models.errors import Offline, Refused, Rejected, SyncError, TooNew, TooOld

SENTENCES: Mapping[str, str] = MappingProxyType({
    "offline": "Chưa có đường truyền tới trung tâm: dữ liệu vẫn nằm trong sổ, hãy gửi lại khi có mạng.",
    "cut": "Đường truyền bị đứt giữa chừng: phần chưa được xác nhận vẫn chờ trong sổ, hãy gửi lại.",
    "portal": "Mạng đang đòi đăng nhập hoặc có thiết bị trả lời thay trung tâm: hãy mở trình duyệt "
              "đăng nhập mạng rồi gửi lại.",
    "proxy": "Proxy của cơ quan đòi tên và mật khẩu: hãy nhờ quản trị mạng cho máy này đi thẳng tới "
             "trung tâm.",
    "untrusted": "Không tin được chứng chỉ của trung tâm: hãy nhờ quản trị mạng cài chứng chỉ của cơ "
                 "quan vào máy này.",
    "clock": "Đồng hồ của máy này có vẻ sai nên chứng chỉ của trung tâm không dùng được: hãy chỉnh ngày "
             "giờ rồi gửi lại.",
    "revoked": "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm để xin tệp đơn vị mới.",
    "pending": "Máy này đang chờ trung tâm duyệt vì đơn vị đã có máy khác: dữ liệu vẫn được giữ, hãy báo trung tâm.",
    "unknown-device": "Trung tâm không nhận ra máy này: hãy xin trung tâm tệp đơn vị mới rồi ghi danh lại.",
    "not-enrolled": "Sổ này chưa được ghi danh với trung tâm: hãy mở tệp đơn vị do trung tâm cấp.",
    "no-box": "Tệp đơn vị của sổ này chưa có khóa để gói tệp: hãy xin trung tâm tệp đơn vị mới.",
    "too-old": "Chương trình này quá cũ so với trung tâm: hãy cài bản mới rồi gửi lại, dữ liệu vẫn được giữ.",
    "too-new": "Trung tâm chưa nâng cấp kịp chương trình này: hãy gửi lại sau, dữ liệu vẫn được giữ.",
    "full": "Trung tâm đang bận hoặc hết chỗ: hãy gửi lại sau {wait}.",
    "foreign": "Biên nhận không khớp gói vừa gửi nên chưa tính là đã gửi: hãy gửi lại, nếu vẫn vậy hãy "
               "báo trung tâm.",
    "too-big": "Lần lưu này quá lớn hoặc có ký tự không gửi được: hãy rút gọn nội dung rồi lưu lại.",
    "malformed": "Trung tâm không đọc được lần lưu này: hãy mở ra, kiểm tra rồi lưu lại.",
})  # fmt: skip
_KINDS: Mapping[str, type[SyncError]] = MappingProxyType({
    "revoked": Refused, "pending": Refused, "no-box": Refused, "unknown-device": Refused, "not-enrolled": Refused,
    "foreign": Rejected, "too-big": Rejected, "malformed": Rejected, "too-old": TooOld, "too-new": TooNew,
})  # fmt: skip


class Cut(Offline):
    """The line broke after something was sent: whether it arrived is not known."""


class Busy(Offline):
    """The centre asks to come back in `retry_after` seconds."""

    state = "full"

    def __init__(self, retry_after: int, *, details: str = "") -> None:
        super().__init__(SENTENCES["full"].format(wait=_in_words(retry_after)), details=details)
        self.retry_after = retry_after


class NotTaken(Rejected):
    """A batch was turned down whole; `proven` when the centre's seal is on the answer (`evidence`)."""

    def __init__(self, name: str, *, proven: bool, evidence: bytes, details: str = "") -> None:
        super().__init__(SENTENCES["too-big" if name == "too-big" else "malformed"], details=details)
        self.proven = proven
        self.evidence = evidence


def fault(name: str, *, details: str = "") -> SyncError:
    """Return the fault of a state, ready to be raised."""
    kind = Cut if name == "cut" else _KINDS.get(name, Offline)
    made = kind(SENTENCES[name], details=details)
    made.state = name
    return made


def _in_words(seconds: int) -> str:
    return f"{seconds} giây" if seconds < 90 else f"{round(seconds / 60)} phút"
