"""The office file: what IT hands to a ward so that its PC finds the centre and is let in once.

unit = "20242"              url = "https://…"            code = "XXXXX-XXXXX-…"  (one use, at most 24 hours)
centre_key = "64 hex"       expires = 2026-11-24T08:00:00Z
optional: box_key = "64 hex" (parcels are closed with it)
          ca_file = "ca.pem" (beside the file)   proxy = "http://…"   allow_http = true
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from desktop.models.errors import DeclarationError

MAX_SIZE = 64_000  # bytes
_REQUIRED = ("unit", "url", "code", "centre_key", "expires")
_OPTIONAL = ("box_key", "ca_file", "proxy", "allow_http")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach a centre and know it: `centre_key` is 32 bytes, `ca_pem` an extra authority or ""."""

    url: str
    centre_key: bytes
    ca_pem: str = ""
    proxy: str = ""
    allow_http: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """One office file as read; `centre_key` is 32 bytes, `ca_pem` the text of `ca_file` or ""."""

    unit: str
    url: str
    code: str
    centre_key: bytes
    expires: datetime
    ca_pem: str = ""
    proxy: str = ""
    allow_http: bool = False
    box_key: bytes = b""


def read(path: Path) -> OfficeFile:
    """Read an office file strictly. Raises DeclarationError with file, line (0 when unknown) and reason."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault(path, text, "", f"không đúng dạng TOML ({fault})") from fault
    _check_keys(path, text, data)
    allow_http = bool(data.get("allow_http", False))
    _check_url(path, text, data["url"], allow_http=allow_http)
    return OfficeFile(
        unit=data["unit"], url=data["url"].rstrip("/"), code=data["code"],
        centre_key=bytes.fromhex(data["centre_key"]), expires=data["expires"].astimezone(UTC),
        ca_pem=_ca(path, text, data.get("ca_file", "")), proxy=data.get("proxy", ""), allow_http=allow_http,
        box_key=bytes.fromhex(data.get("box_key", "")),
    )  # fmt: skip


def write(office: OfficeFile, *, ca_file: str = "") -> bytes:
    """Return the bytes of an office file; `ca_file` is the name of the PEM file that will lie beside it."""
    lines = [
        "# Tệp cấp cho một đơn vị: dùng một lần trước giờ hết hạn, không gửi công khai.",
        f"unit = {_quoted(office.unit)}",
        f"url = {_quoted(office.url)}",
        f"code = {_quoted(office.code)}",
        f"centre_key = {_quoted(office.centre_key.hex())}",
        f"expires = {office.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    ]
    lines += [f"box_key = {_quoted(office.box_key.hex())}"] if office.box_key else []
    lines += [f"ca_file = {_quoted(ca_file)}"] if ca_file else []
    lines += [f"proxy = {_quoted(office.proxy)}"] if office.proxy else []
    lines += ["allow_http = true"] if office.allow_http else []
    return ("\n".join(lines) + "\n").encode()


def may_use(url: str, *, allow_http: bool) -> bool:
    """Say whether an address may be used: https anywhere, http on this machine or where IT allowed it."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and (allow_http or parts.hostname in _LOOPBACK))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_SIZE:
            raise _fault(path, "", "", "tệp quá lớn, đây không phải tệp đơn vị")
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise _fault(path, "", "", "không mở được tệp") from fault
    except UnicodeDecodeError as fault:
        raise _fault(path, "", "", "tệp không phải văn bản UTF-8") from fault


def _check_keys(path: Path, text: str, data: Mapping[str, Any]) -> None:
    for key in data:
        if key not in _CHECKS:
            raise _fault(path, text, key, f"không biết mục «{key}»")
    for key in _REQUIRED:
        if key not in data:
            raise _fault(path, text, "", f"thiếu mục «{key}»")
    for key, value in data.items():
        fits, wanted = _CHECKS[key]
        if not fits(value):
            raise _fault(path, text, key, f"mục «{key}» phải là {wanted}")


def _check_url(path: Path, text: str, url: str, *, allow_http: bool) -> None:
    if not may_use(url, allow_http=allow_http):
        raise _fault(path, text, "url", "địa chỉ trung tâm phải bắt đầu bằng https://")


def _ca(path: Path, text: str, name: str) -> str:
    if not name:
        return ""
    try:
        pem = (path.parent / name).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as fault:
        raise _fault(path, text, "ca_file", f"không đọc được chứng chỉ «{name}» cạnh tệp này") from fault
    if "BEGIN CERTIFICATE" not in pem:
        raise _fault(path, text, "ca_file", f"«{name}» không phải chứng chỉ dạng PEM")
    return pem


def _fault(path: Path, text: str, key: str, reason: str) -> DeclarationError:
    lines = text.splitlines()
    line = next(
        (i for i, row in enumerate(lines, 1) if key and re.match(rf"\s*[\"']?{re.escape(key)}\b", row)), 0
    )
    return DeclarationError(path, line, reason)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_text(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_ADDRESS = r"https?://[^\s/?#@]+(/[^\s?#]*)?"
_CHECKS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "unit": (_is_text(r"\d{5}"), "mã đơn vị 5 chữ số, ví dụ \"20242\""),
    "url": (_is_text(_ADDRESS), "địa chỉ dạng https://may-chu"),
    "code": (_is_text(r"[0-9A-Za-z-]{16,80}"), "mã ghi danh do trung tâm cấp"),
    "centre_key": (_is_text(r"[0-9a-f]{64}"), "64 chữ số hệ 16"),
    "box_key": (_is_text(r"[0-9a-f]{64}"), "64 chữ số hệ 16"),
    "expires": (lambda value: isinstance(value, datetime) and value.tzinfo is not None,
                "giờ hết hạn có múi giờ, ví dụ 2026-11-24T08:00:00Z"),
    "ca_file": (_is_text(r"[^/\\]{1,200}"), "tên tệp nằm cạnh tệp này"),
    "proxy": (_is_text(r"(http|https|socks5)://\S+"), "địa chỉ dạng http://proxy:3128"),
    "allow_http": (lambda value: isinstance(value, bool), "true hoặc false"),
}  # fmt: skip
