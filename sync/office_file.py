"""The office file: what IT hands to a ward so that its PC finds the centre and is let in once.

unit = "20242"              url = "https://…"            code = "XXXXX-XXXXX-…"  (one use, at most 24 hours)
centre_key = "64 hex"       expires = 2026-11-24T08:00:00Z
optional: box_key = "64 hex" (parcels are closed with it)
          ca_pem = "-----BEGIN…" or ca_file = "ca.pem" (beside the file)   proxy = "http://…"   allow_http = true
          text_size = 125   look = "light"   (how the first start looks)
last line: signature = "128 hex", the centre's over every byte before that line
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from desktop.models import guards
from desktop.models.errors import DeclarationError, InputError

MAX_SIZE = 64_000  # bytes
_REQUIRED = ("unit", "url", "code", "centre_key", "expires")
LABEL = b"sophuong office 1\n"
_SIGNATURE = re.compile(rb"^signature = \"([0-9a-f]{128})\"\s*\Z", re.MULTILINE)
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
    """One office file as read; `centre_key` is 32 bytes, `ca_pem` the text of `ca_file` or "".

    `signed`: the holder of `centre_key` wrote every byte of it.
    """

    unit: str
    url: str
    code: str
    centre_key: bytes
    expires: datetime
    ca_pem: str = ""
    proxy: str = ""
    allow_http: bool = False
    box_key: bytes = b""
    text_size: int = 0
    look: str = ""
    signed: bool = False


def read(path: Path) -> OfficeFile:
    """Read an office file strictly. Raises DeclarationError with file, line (0 when unknown) and reason."""
    return parse(path, _text(path))


def parse(path: Path, text: str) -> OfficeFile:
    """Read the text of an office file, `path` being what it is called. Raises DeclarationError."""
    try:
        data = guards.toml_of(text)
    except ValueError as fault:
        raise _fault(path, text, "", f"không đúng dạng TOML ({fault})") from fault
    _check_keys(path, text, data)
    allow_http = bool(data.get("allow_http", False))
    _check_url(path, text, data["url"], allow_http=allow_http)
    return OfficeFile(
        unit=data["unit"], url=data["url"].rstrip("/"), code=data["code"],
        centre_key=bytes.fromhex(data["centre_key"]), expires=data["expires"].astimezone(UTC),
        ca_pem=data.get("ca_pem") or _ca(path, text, data.get("ca_file", "")), proxy=data.get("proxy", ""), allow_http=allow_http,
        box_key=bytes.fromhex(data.get("box_key", "")), text_size=data.get("text_size", 0), look=data.get("look", ""),
        signed=_signed(path, text, data),
    )  # fmt: skip


def write(office: OfficeFile, *, ca_file: str = "", sign: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return the bytes of an office file; `ca_file` is the name of a PEM file that will lie beside it.

    `sign` returns the centre's signature (64 bytes) over LABEL and the lines before the signature.
    """
    lines = [
        "# Tệp cấp cho một đơn vị: dùng một lần trước giờ hết hạn, không gửi công khai.",
        f"unit = {_quoted(office.unit)}",
        f"url = {_quoted(office.url)}",
        f"code = {_quoted(office.code)}",
        f"centre_key = {_quoted(office.centre_key.hex())}",
        f"expires = {office.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    ]
    lines += [f"box_key = {_quoted(office.box_key.hex())}"] if office.box_key else []
    lines += [f"ca_file = {_quoted(ca_file)}"] if ca_file else [f"ca_pem = {_quoted(office.ca_pem)}"] if office.ca_pem else []
    lines += [f"proxy = {_quoted(office.proxy)}"] if office.proxy else []
    lines += ["allow_http = true"] if office.allow_http else []
    lines += [f"text_size = {office.text_size}"] if office.text_size else []
    lines += [f"look = {_quoted(office.look)}"] if office.look else []
    body = ("\n".join(lines) + "\n").encode()
    return body + (f'signature = "{sign(LABEL + body).hex()}"\n'.encode() if sign else b"")


def plain_code(code: str) -> str:
    """Return a code as it counts, however it was typed: no hyphens, capitals, the letters that look like digits as digits."""
    return "".join(sign for sign in code.upper() if sign.isalnum()).translate(str.maketrans("ILO", "110"))


def lookup(plain: str) -> bytes:
    """Return what a typed code is asked for by (16 bytes): it tells nothing of the code itself."""
    return hashlib.sha256(b"sophuong office lookup 1\n" + plain.encode()).digest()[:16]


def mac(plain: str, body: bytes) -> bytes:
    """Return the proof (32 bytes) that whoever answers with this office file knows the code."""
    key = hashlib.sha256(b"sophuong office proof 1\n" + plain.encode()).digest()
    return hmac.digest(key, body, "sha256")


def hold(office: OfficeFile, centre_key: bytes) -> None:
    """Hold an office file against the centre IT named for this PC (b"": none named). Raises InputError."""
    if centre_key and not (office.signed and office.centre_key == centre_key):
        raise InputError("Tệp đơn vị này không phải của trung tâm mà quản trị đã chỉ định cho máy này: hãy xin đúng tệp.")


def may_use(url: str, *, allow_http: bool) -> bool:
    """Say whether an address may be used: https anywhere, http on this machine or where IT allowed it."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and (allow_http or parts.hostname in _LOOPBACK))


def _signed(path: Path, text: str, data: Mapping[str, Any]) -> bool:
    if "signature" not in data:
        return False
    from sync import seal  # the window reads this module at its start, and a signature seldom

    raw, key = text.encode(), bytes.fromhex(data["centre_key"])
    found = _SIGNATURE.search(raw)
    if not found or not seal.signed_by(key, bytes.fromhex(data["signature"]), LABEL, raw[: found.start()]):
        raise _fault(path, text, "signature", "chữ ký không đúng, tệp đã bị sửa: hãy xin lại trung tâm")
    return True


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
    "ca_pem": (lambda value: isinstance(value, str) and len(value) < 20_000 and "BEGIN CERTIFICATE" in value, "chứng chỉ dạng PEM"),
    "text_size": (lambda value: type(value) is int and value in (100, 125, 150, 175, 200), "100, 125, 150, 175 hoặc 200"),
    "look": (_is_text("system|light|dark|strong"), "system, light, dark hoặc strong"),
    "signature": (_is_text(r"[0-9a-f]{128}"), "128 chữ số hệ 16"),
    "ca_file": (_is_text(r"[^/\\]{1,200}"), "tên tệp nằm cạnh tệp này"),
    "proxy": (_is_text(r"(http|https|socks5)://\S+"), "địa chỉ dạng http://proxy:3128"),
    "allow_http": (lambda value: isinstance(value, bool), "true hoặc false"),
}  # fmt: skip
