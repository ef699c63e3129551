"""What people must be told when their data is asked for: data under resources/notices.toml, filled for one office."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models.attendees import Rules
from desktop.models.declarations import Table, read
from desktop.models.kinds import Kinds
from desktop.models.text import number_vi

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "notices.toml"
SHEET, PHOTOS, ATTENDEES = "sheet", "photos", "attendees"
OFFICER = "privacy_officer"  # setting: who is in charge of personal data (Luật 91/2025/QH15, Điều 33)
GROUND = "nhiệm vụ của cơ quan nhà nước, khoản 1 Điều 19 Luật 91/2025/QH15"
NOBODY = "bộ phận Văn hóa - Xã hội của đơn vị"


@cache
def load(path: Path = SHIPPED) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of each notice. Raises DeclarationError."""
    table = read(path)
    found = {}
    for name in (SHEET, PHOTOS, ATTENDEES):
        one: Table = table.table(name)
        one.text("label")
        found[name] = one.strings("lines")
        one.done()
    table.done()
    return MappingProxyType(found)


def notice(name: str, *, unit: str = "", purpose: str = "", days: int = 0, person: str = "",
           phones: bool = False) -> tuple[str, ...]:  # fmt: skip
    """Return the lines of a notice for one office; `days` is how long a list is kept."""
    said = {"unit": unit, "purpose_lower": purpose[:1].lower() + purpose[1:], "person": person or NOBODY,
            "days": told_days(days), "fields": ", đơn vị" + (", số điện thoại" if phones else "")}  # fmt: skip
    return tuple(line.format_map(said) for line in load()[name])


def told_days(days: int) -> str:
    """Return a length of time as people say it."""
    if days and days % 365 == 0:
        return f"{number_vi(days // 365 * 12)} tháng"
    return f"{number_vi(days)} ngày"


def processed(kinds: Kinds, rules: Rules, *, accounts: bool) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return what an office processes, one row each: data, whose, what for and on which ground, where and who sees it, how long."""
    local = sorted({one.label for kind in kinds.values() for one in kind.fields if one.local})
    photos = any(one.type == "photos" for kind in kinds.values() for one in kind.fields)
    rows = [(", ".join(local), "Cán bộ, tổ viên làm công vụ", f"Liên hệ, theo dõi hoạt động; {GROUND}",
             "Sổ trên máy này, không gửi đi; cán bộ của đơn vị", "Theo hoạt động; xóa theo ngày hoặc theo yêu cầu")]  # fmt: skip
    if rules.on:
        rows.append(("Họ tên, đơn vị" + (", số điện thoại" if rules.phones else "") + " của người dự", "Người dân, người dự",
                     f"{rules.purpose}; {GROUND}", "Sổ trên máy này, không gửi đi; cán bộ được phép xem",
                     f"{told_days(rules.days)} sau hoạt động, rồi tự xóa"))  # fmt: skip
    else:
        rows.append(("Danh sách ký tên trên giấy", "Người dân, người dự", f"Quyết toán, xác nhận tham dự; {GROUND}",
                     "Giấy, tủ hồ sơ của đơn vị; sổ chỉ đếm số người", "Theo quy định lưu trữ"))  # fmt: skip
    if photos:
        rows.append(("Ảnh sự kiện (đã bỏ vị trí chụp)", "Người có mặt ở nơi công cộng",
                     "Tư liệu tuyên truyền; Điều 32 Luật 91/2025/QH15", "Sổ và trung tâm thành phố",
                     "Hết mục đích thì xóa"))  # fmt: skip
    if accounts:
        rows.append(("Họ tên, vai trò, mã băm PIN", "Cán bộ dùng máy", "Biết ai làm gì với sổ; trách nhiệm công vụ",
                     "Sổ trên máy này; người quản lý", "Theo thời gian lưu của sổ"))  # fmt: skip
    return tuple(rows)
