"""Values of an activity in words, as the pages show them; also those of kinds this centre no longer declares."""

from collections.abc import Mapping
from typing import Any

from desktop.models.kinds import Kinds
from desktop.models.text import date_vi, number_vi

ACTS = {
    "sign-in": "Đăng nhập", "sign-in.wrong": "Gõ sai mật khẩu", "sign-out": "Đăng xuất", "users.add": "Lập tài khoản",
    "users.disable": "Khóa tài khoản", "review.returned": "Trả lại để sửa", "review.accepted": "Chấp nhận",
    "review.locked": "Khóa hoạt động", "review.open": "Mở lại", "device.approve": "Duyệt máy", "device.revoke": "Thu hồi máy",
    "device.readmit": "Cho máy gửi lại", "publish": "Công bố", "export": "Xuất danh sách", "tokens.make": "Cấp token",
    "tokens.revoke": "Thu hồi token", "enrol": "Cấp tệp đơn vị",
}  # fmt: skip
REVIEWS = {"": "Chưa xem", "open": "Chưa xem", "returned": "Trả lại để sửa", "accepted": "Đã chấp nhận", "locked": "Đã khóa"}


def label(kinds: Kinds, kind: str) -> str:
    """Return what a kind is called."""
    return kinds[kind].label if kind in kinds else kind


def facts(kinds: Kinds, kind: str, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (name, label, words) of every value, in the order of the form; unknown names last."""
    fields = kinds[kind].fields if kind in kinds else ()
    found = [(field.name, field.label, _words(values[field.name], field)) for field in fields if field.name in values]
    known = {field.name for field in fields}
    return found + [(name, name, _words(value, None)) for name, value in values.items() if name not in known]


def day(text: str) -> str:
    """Return a day (YYYY-MM-DD or a moment) as 24/11/2026."""
    return date_vi(text[:10]) if len(text) >= 10 else text


def moment(text: str) -> str:
    """Return a moment (UTC) as an hour and day in Việt Nam."""
    from datetime import UTC, datetime, timedelta, timezone

    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    there = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(timezone(timedelta(hours=7)))
    return f"{there:%H:%M} {there:%d/%m/%Y}"


def _words(value: Any, field: Any) -> str:
    choices = {choice.code: choice.label for choice in getattr(field, "choices", ()) or ()}
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return number_vi(value) + (f" {field.unit}" if getattr(field, "unit", "") else "")
    if isinstance(value, str):
        return date_vi(value) if getattr(field, "type", "") == "date" else choices.get(value, value)
    if isinstance(value, list):
        return "; ".join(_words(item, field) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_words(item, None)}" for key, item in value.items())
    return "" if value is None else str(value)
