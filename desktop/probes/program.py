"""Is the program whole: its parts, its fonts, a page of paper, a window that paints."""

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from desktop.models.errors import AppError
from desktop.probes import BAD, OK, SKIP, WARN, Finding, Place

# One name for each library that has compiled parts or data of its own: what a broken copy loses first.
PARTS = (
    "sqlcipher3.dbapi2",
    "sqlite_utils",
    "reportlab.pdfgen.canvas",
    "uharfbuzz",
    "segno",
    "pypdfium2",
    "PIL.Image",
    "python_calamine",
    "docx",
    "xlsxwriter",
    "pi_heif",
    "argon2",
    "httpx2",
    "truststore",
    "backports.zstd",
    "cbor2",
    "cryptography.x509",
    "keyring",
    "platformdirs",
    "simpleeval",
    "tuf.ngclient",
)
PATIENCE = 120  # seconds for a window on an old disk
LETTERS = "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸĐđưươờ"


def parts(place: Place) -> list[Finding]:
    """Read every library."""
    missing = []
    for name in PARTS:
        try:
            import_module(name)
        except (ImportError, OSError, SyntaxError) as fault:
            missing.append(f"{name}: {type(fault).__name__}")
    told = {"python": sys.version.split()[0], "missing": missing}
    if missing:
        return [
            Finding(
                "parts",
                "Các phần của chương trình",
                BAD,
                f"Thiếu {len(missing)} phần ({missing[0].split(':')[0]}…): "
                "hãy cài lại chương trình; phần mềm diệt virus có thể đã xóa tệp.",
                told,
            )
        ]
    return [Finding("parts", "Các phần của chương trình", OK, f"Đủ {len(PARTS)} thư viện.", told)]


def paper(place: Place) -> list[Finding]:
    """Read our fonts, every Vietnamese letter in them, and make a page."""
    from desktop.printing import fonts
    from desktop.printing.sheet import Sheet

    try:
        fonts.register()
        lacking = [
            face
            for face in ("sans", "sans-bold", "serif", "serif-bold", "serif-italic")
            if not fonts.covers(face, LETTERS)
        ]
        sheet = Sheet(210.0, 297.0, title="Tự kiểm tra", author="Sổ Phường")
        sheet.text(20, 20, "Tự kiểm tra: đường dây nóng, phường Hải Châu", "serif", 13)
        size = len(sheet.bytes())
    except (AppError, OSError) as fault:
        return [
            Finding(
                "paper",
                "Phông chữ và giấy in",
                BAD,
                "Không dựng được trang giấy: hãy cài lại chương trình.",
                {"fault": repr(fault)[:200]},
            )
        ]
    if lacking:
        return [
            Finding(
                "paper",
                "Phông chữ và giấy in",
                BAD,
                f"Phông {lacking[0]} thiếu chữ tiếng Việt: hãy cài lại chương trình.",
                {"lacking": lacking},
            )
        ]
    return [
        Finding(
            "paper", "Phông chữ và giấy in", OK, "Phông có đủ chữ tiếng Việt, dựng được trang PDF.", {"bytes": size}
        )
    ]


def window(place: Place) -> list[Finding]:
    """Let a window paint in a process of its own; learn of screens and printers from it."""
    with tempfile.TemporaryDirectory() as scratch:
        told = Path(scratch) / "screen.json"
        try:
            done = subprocess.run(
                [*_program(), "--tell-screen", str(told), "--data-dir", scratch],
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env=_environment(),
                stdin=subprocess.DEVNULL,
            )
            facts = json.loads(told.read_bytes())
        except subprocess.TimeoutExpired:
            return [
                Finding(
                    "window",
                    "Cửa sổ",
                    BAD,
                    f"Cửa sổ không hiện sau {PATIENCE} giây: hãy khởi động lại máy rồi thử lại.",
                )
            ]
        except (OSError, ValueError):
            lines = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            return [
                Finding(
                    "window",
                    "Cửa sổ",
                    BAD,
                    "Cửa sổ không mở được: hãy cài lại chương trình hoặc báo quản trị.",
                    {"code": done.returncode, "said": lines},
                )
            ]
    found = [
        Finding(
            "window",
            "Cửa sổ",
            OK if facts["painted"] else BAD,
            "Cửa sổ mở và vẽ được."
            if facts["painted"]
            else "Cửa sổ mở nhưng không vẽ: hãy cập nhật trình điều khiển màn hình.",
            {"qt": facts["qt"], "platform": facts["platform"], "screens": facts["screens"]},
        )
    ]
    printers = facts["printers"]
    if facts["platform"] == "offscreen" and not printers:
        return [
            *found,
            Finding("printers", "Máy in", SKIP, "Chưa xem được máy in (không có màn hình).", {"printers": 0}),
        ]
    sentence = (
        f"Thấy {len(printers)} máy in."
        if printers
        else "Máy này chưa có máy in: vẫn in ra tệp PDF được; cần in giấy thì hãy cài máy in."
    )
    return [
        *found,
        Finding(
            "printers", "Máy in", OK if printers else WARN, sentence, {"printers": len(printers), "models": printers}
        ),
    ]


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name("so-phuong.exe" if os.name == "nt" else "so-phuong"))]
    return [sys.executable, "-m", "desktop"]


def _environment() -> dict[str, str]:
    seen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ)
    bare = sys.platform.startswith("linux") and not seen
    return dict(os.environ) | ({"QT_QPA_PLATFORM": "offscreen"} if bare else {})
