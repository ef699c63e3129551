"""What the built program is made of: each library with its version, its licence and the text of it, read from what is installed.

Libraries that come inside other wheels (Qt, OpenSSL, HarfBuzz …) are named by hand in INSIDE, beside the wheel that brings them.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

OURS = "so-phuong"
INSIDE: dict[str, tuple[tuple[str, str], ...]] = {
    "PySide6-Essentials": (("Qt", "LGPL-3.0-only"),),
    "sqlcipher3": (("SQLCipher", "BSD-3-Clause"), ("SQLite", "blessing"), ("OpenSSL", "Apache-2.0")),
    "cryptography": (("OpenSSL", "Apache-2.0"),),
    "uharfbuzz": (("HarfBuzz", "MIT"),),
    "pypdfium2": (("PDFium", "BSD-3-Clause"),),
    "pi-heif": (("libheif", "LGPL-3.0-or-later"), ("libde265", "LGPL-3.0-or-later")),
    "pillow": (("libjpeg-turbo", "IJG"), ("libtiff", "libtiff"), ("libwebp", "BSD-3-Clause"), ("OpenJPEG", "BSD-2-Clause"),
               ("Little CMS", "MIT")),
    "lxml": (("libxml2", "MIT"), ("libxslt", "MIT")),
}  # fmt: skip
# What a wheel says in words of its own, as SPDX names it.
_SPDX = {"MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0", "MIT": "MIT",
         "Apache License, Version 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
         "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0", "PSFL": "PSF-2.0"}  # fmt: skip
_KNOWN = {"sqlcipher3": "Zlib", "reportlab": "BSD-3-Clause"}
_LICENCE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One library. `licence` is an SPDX expression; `texts` are the licence texts it came with; `inside` what it brings along."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    inside: tuple[tuple[str, str], ...] = ()


def parts(modules: Iterable[str]) -> list[Part]:
    """Return the libraries that dotted module names belong to, by name; our own and the standard library left out."""
    known = packages_distributions()
    names = {name for module in modules for name in _owners(module, known)}
    found = {_plain(one.name): one for one in map(distribution, names)}
    return [_part(found[name]) for name in sorted(found) if name not in (OURS, *_TOOLS)]


def python() -> Part:
    """Return Python itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    for place in (
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(sys.base_prefix, f"lib/python{version.rpartition('.')[0]}/LICENSE.txt"),
    ):
        if place.exists():
            return Part("Python", version, "PSF-2.0", (place.read_text(encoding="utf-8"),))
    return Part("Python", version, "PSF-2.0", ())


def notices(found: Iterable[Part]) -> str:
    """Return one text: what is in the program, the note the LGPL asks for, then their licences; LGPL and GPL lie beside."""
    every = [python(), *found]
    lines = ["SỔ PHƯỜNG: GIẤY PHÉP CỦA CÁC PHẦN MỀM ĐI KÈM", ""]
    for part in every:
        lines.append(f"- {part.name} {part.version}: {part.licence}")
        lines += [f"    kèm {name}: {licence}" for name, licence in part.inside]
    lines += ["", _LGPL, ""]
    for part in every:
        for text in part.texts:
            lines += ["=" * 78, f"{part.name} {part.version} ({part.licence})", "=" * 78, "", text.strip(), ""]
    return "\n".join(lines)


_TOOLS = ("pyinstaller", "setuptools", "pip")
_LGPL = """Qt, PySide6, shiboken6, libheif và libde265 theo giấy phép LGPL 3. Chúng nằm thành tệp riêng trong thư mục của
chương trình (_internal/PySide6, _internal/shiboken6, _internal/pi_heif.libs): bạn được quyền thay bằng bản do bạn dựng
có cùng giao diện nhị phân, và được quyền tháo dỡ chương trình để sửa lỗi sau khi thay. Mã nguồn của Qt và PySide6:
https://download.qt.io/official_releases/ ;
libheif: https://github.com/strukturag/libheif ; libde265: https://github.com/strukturag/libde265 .
Phần dữ liệu của ICU và vài thư viện không dùng tới được thay bằng tệp trống (xem docs/packaging.md)."""


def _owners(module: str, known: object) -> Iterable[str]:
    owners: list[str] = getattr(known, "get", lambda name, other: other)(module.split(".")[0], [])
    if len(owners) < 2:
        return owners
    # A namespace (backports.zstd, backports.tarfile): only who really brings this module.
    path = module.replace(".", "/")
    return [
        name
        for name in owners
        if any(str(file).startswith((f"{path}/", f"{path}.")) for file in distribution(name).files or ())
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _part(one: Distribution) -> Part:
    told = one.metadata
    licence = told.get("License-Expression") or _KNOWN.get(_plain(one.name)) or ""
    if not licence:
        kinds = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
        said = (told.get("License") or "").strip()
        licence = next((_SPDX[kind] for kind in kinds if kind in _SPDX), "") or (
            said if 0 < len(said) < 60 else "NOASSERTION"
        )
    licence = _SPDX.get(licence, licence)
    texts = tuple(
        _text(file) for file in sorted(one.files or ()) if ".dist-info/" in str(file) and _LICENCE.search(file.name)
    )
    return Part(
        _plain(one.name),
        one.version,
        licence,
        texts,
        next((brought for name, brought in INSIDE.items() if _plain(name) == _plain(one.name)), ()),
    )


def _text(file: object) -> str:
    return Path(str(getattr(file, "locate", lambda: file)())).read_text(encoding="utf-8", errors="replace")
