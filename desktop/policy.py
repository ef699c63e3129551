"""What IT decided for this PC: read once at the start, shown as locked in the window, never written by the program.

A file of TOML, the later place wins over the earlier:
    Linux     /etc/so-phuong/policy.toml
    Windows   %PROGRAMDATA%\\so-phuong\\policy.toml, then HKLM\\Software\\Policies\\SoPhuong (text and numbers)
    anywhere  policy.toml beside the program (portable, or put there by an installer)
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from desktop.models import guards

NAME = "policy.toml"
LONGEST = 64_000  # bytes
_REGISTRY = r"Software\Policies\SoPhuong"
Check = Callable[[Any], bool]


def _one_of(*choices: str) -> Check:
    return lambda value: value in choices


def _number(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def _text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 500 and "\0" not in value


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _key(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


# name: (what fits, what it does in words, for the manual and the sentence about a wrong value)
KEYS: Mapping[str, tuple[Check, str]] = MappingProxyType({
    "data_dir": (_text, "thư mục của sổ"),
    "office_file": (_text, "tệp đơn vị được đề nghị sẵn khi lập sổ"),
    "centre_key": (_key, "khóa công khai của trung tâm, 64 chữ số hệ 16: tệp đơn vị có khóa khác bị từ chối"),
    "photos_send": (_flag, "gửi ảnh về trung tâm: true hoặc false"),
    "photos_night_only": (_flag, "chỉ gửi ảnh ban đêm: true hoặc false"),
    "photos_daily_mb": (_number(0, 10_000), "mỗi ngày gửi nhiều nhất bao nhiêu MB ảnh, 0 là không hạn chế"),
    "updates": (_one_of("auto", "ask", "off"), "cập nhật: auto (tự tải), ask (hỏi), off (tắt)"),
    "update_source": (_text, "nơi lấy bản mới: địa chỉ https hoặc thư mục"),
    "look": (_one_of("system", "light", "dark", "strong"), "màu của cửa sổ: system, light, dark, strong"),
    "text_size": (_one_of(*range(100, 201, 25)), "cỡ chữ: 100, 125, 150, 175 hoặc 200"),  # type: ignore[arg-type]
    "language": (_one_of("vi", "en"), "ngôn ngữ của cửa sổ: vi hoặc en"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What is decided, by name (see KEYS); `problems` are sentences for IT about what was passed over."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return what was decided, or `otherwise`."""
        return self.values.get(name, otherwise)

    def locked(self, name: str) -> bool:
        """Say whether IT decided this, so that the window shows it without a choice."""
        return name in self.values


def load(files: Iterable[Path] | None = None, registry: Callable[[], Mapping[str, Any]] | None = None) -> Policy:
    """Return the policy of this PC; what is wrong in it is passed over and told in `problems`, the rest counts."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for path in files if files is not None else places():
        values |= _judged(_read(path, problems), path.name, problems)
    values |= _judged((registry or _from_registry)(), "Registry", problems)
    return Policy(MappingProxyType(values), tuple(problems))


def places() -> tuple[Path, ...]:
    """Return where a policy may lie on this system, the weakest first."""
    beside = Path(os.path.realpath(sys.executable)).parent / NAME if getattr(sys, "frozen", False) else None
    if os.name == "nt":
        shared = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "so-phuong" / NAME
    else:
        shared = Path("/etc/so-phuong") / NAME
    return (shared, beside) if beside else (shared,)


def _read(path: Path, problems: list[str]) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > LONGEST:
            raise ValueError("too long")
        return guards.toml_of(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        problems.append(f"Chính sách «{path.name}» không đọc được nên không áp dụng: hãy báo quản trị.")
        return {}


def _judged(given: Mapping[str, Any], where: str, problems: list[str]) -> dict[str, Any]:
    fit: dict[str, Any] = {}
    for name, value in given.items():
        if name not in KEYS:
            problems.append(f"Chính sách ({where}) có mục «{name[:40]}» không biết: hãy báo quản trị.")
        elif not KEYS[name][0](value):
            problems.append(f"Chính sách ({where}): «{name}» phải là {KEYS[name][1]}.")
        else:
            fit[name] = value
    return fit


def _from_registry() -> Mapping[str, Any]:
    if os.name != "nt":
        return {}
    import winreg

    found: dict[str, Any] = {}
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _REGISTRY) as key:  # type: ignore[attr-defined,unused-ignore]
            for at in range(winreg.QueryInfoKey(key)[1]):  # type: ignore[attr-defined,unused-ignore]
                name, value, _ = winreg.EnumValue(key, at)  # type: ignore[attr-defined,unused-ignore]
                # A registry has no truth values: 0 and 1 stand for them.
                found[name] = bool(value) if name in KEYS and KEYS[name][0] is _flag and value in (0, 1) else value
    except OSError:
        return found
    return found
