"""A design pack: a .sophuong zip of design.toml, drawings of its own and the centre's seal, read as if it meant harm.

    design.toml       the declaration, at most 500 KB
    art/<name>.toml   drawings of paths for `icon` layers: size, line, paths
    seal              128 hex digits: the centre's Ed25519 signature over `signed_part`

Nothing else is taken: no fonts, no SVG, no pictures, no folders. Nothing is ever unpacked to the disk.
"""

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.models import published
from desktop.models.book import Book
from desktop.models.declarations import parse
from desktop.models.design_packs import DesignPacks
from desktop.models.errors import DeclarationError, InputError
from desktop.printing import designs, judging
from desktop.printing.design import Design

LABEL = b"sophuong design pack 1\n"
SUFFIX = ".sophuong"
MOST_BYTES = 2_000_000  # of the zip
MOST_MEMBERS = 64
MOST_TEXT = 500_000  # bytes of one member unpacked
DESIGN, SEAL = "design.toml", "seal"
JUDGED, RULES = "designs_judged", 1  # setting: what was found of published designs; raise RULES when judging.py asks for more
SignedBy = Callable[[bytes, bytes], bool]  # the signature and what it is of
_ART = re.compile(r"art/([a-z0-9-]{1,40})\.toml")
_WHY = {
    ("ttf", "otf", "ttc", "woff", "woff2", "pfb"): "gói không được mang phông riêng: hãy dùng phông của chương trình",
    ("svg", "svgz", "js", "html", "htm", "xml"): "gói không được mang SVG hay mã lệnh: hãy vẽ bằng đường nét trong art/",
    ("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"): "gói không mang ảnh: ảnh do người in chọn vào ô ảnh",
    ("exe", "dll", "py", "so", "bat", "cmd", "ps1", "sh"): "gói không được mang chương trình",
}


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read: the design, its declaration with its drawings, the SHA-256 of the file, its seal or b""."""

    design: Design
    text: str
    digest: str
    signed_part: bytes
    seal: bytes


def read(data: bytes, *, name: str = "gói") -> Pack:
    """Read a pack strictly. Raises InputError (DeclarationError for its text) with the reason; nothing is written."""
    members = _members(data, name)
    if DESIGN not in members:
        raise _refused(name, f"thiếu tệp {DESIGN}")
    parts = {path: content for path, content in members.items() if path != SEAL}
    text = _text(name, DESIGN, parts[DESIGN])
    for path in sorted(parts):
        found = _ART.fullmatch(path)
        if found:
            text += _art(found[1], path, _text(name, path, parts[path]))
    design = designs.read_text(DESIGN, text)
    return Pack(design, text, hashlib.sha256(data).hexdigest(), signed_part(parts), _seal(name, members.get(SEAL)))


def judged(pack: Pack) -> tuple[str, ...]:
    """Return what speaks against the design of a pack, at most twelve sentences; none when it can be used."""
    found: dict[str, None] = {}
    for problem in judging.problems(pack.design):
        found[problem] = None
        if len(found) == 12:
            break
    return tuple(found)


def is_signed(pack: Pack, signed_by: SignedBy | None) -> bool:
    """Say whether the centre signed a pack; None when this PC knows no centre. Raises InputError for a false seal."""
    if not pack.seal or signed_by is None:
        return False
    if not signed_by(pack.seal, pack.signed_part):
        raise InputError("Con dấu của gói mẫu không phải của trung tâm: gói đã bị sửa hoặc giả mạo, không thêm.")
    return True


def add(book: Book, data: bytes, *, signed_by: SignedBy | None, unsigned: bool, name: str = "gói") -> Pack:
    """Keep the design of a pack in the book, judged. Raises InputError with the reason, and then nothing is written.

    A pack without the centre's seal is taken only when `unsigned` says so, and never in place of a shipped design.
    """
    pack = read(data, name=name)
    signed = is_signed(pack, signed_by)
    if not signed and not unsigned:
        why = "không có con dấu của trung tâm" if not pack.seal else "có con dấu nhưng máy này chưa ghi danh với trung tâm nào"
        raise InputError(f"Gói «{name}» {why}: chỉ thêm khi biết rõ ai làm ra (--unsigned).")
    if not signed and pack.design.id in designs.load():
        raise InputError(f"Mẫu «{pack.design.id}» trùng mã với mẫu có sẵn: hãy đổi id trong {DESIGN} rồi đóng gói lại.")
    against = judged(pack)
    if against:
        raise InputError(f"Mẫu «{pack.design.label}» chưa dùng được: {against[0]}.", details="\n".join(against))
    DesignPacks(book).add(pack.design.id, pack.text, digest=pack.digest, signed=signed)
    return pack


def write(design: str, art: Mapping[str, str] | None = None, *, sign: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return a pack of a declaration and drawings (name → text), sealed by `sign`. The same parts give the same bytes."""
    parts = {DESIGN: design.encode()} | {f"art/{name}.toml": text.encode() for name, text in (art or {}).items()}
    if sign:
        parts[SEAL] = sign(signed_part(parts)).hex().encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(parts):
            pack.writestr(zipfile.ZipInfo(path), parts[path], zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def signed_part(parts: Mapping[str, bytes]) -> bytes:
    """Return what the centre signs of a pack: a label and the SHA-256 of each member by its name."""
    lines = [f"{path} {hashlib.sha256(parts[path]).hexdigest()}\n".encode() for path in sorted(parts) if path != SEAL]
    return LABEL + b"".join(lines)


def shelf(book: Book) -> Mapping[str, Design]:
    """Return every design this book may print with: shipped, added from packs, published by the centre.

    What the centre publishes is judged like a pack, once; what is found wrong is left out and the shipped one counts.
    """
    added = DesignPacks(book).texts()
    known: dict[str, str] = dict(book.setting(JUDGED, {}))

    def load(given: Mapping[str, str]) -> Mapping[str, Design]:
        for name, text in given.items():
            _check_published(name, text, known)
        return designs.load(published=_readable(added) | dict(given))

    found = published.readable(book, "designs", load)
    if known != book.setting(JUDGED, {}):
        book.set(JUDGED, known)
    return found


def _readable(added: Mapping[str, str]) -> dict[str, str]:
    """Leave out added designs that this program no longer reads."""
    found = {}
    for name, text in added.items():
        try:
            designs.read_text(name, text)
        except DeclarationError:
            continue
        found[name] = text
    return found


def _check_published(name: str, text: str, known: dict[str, str]) -> None:
    key = f"{RULES}:{hashlib.sha256(text.encode()).hexdigest()}"
    if key not in known:
        known[key] = next(iter(judging.problems(designs.read_text(name, text))), "")
    if known[key]:
        raise DeclarationError(Path(name), 0, known[key])


def _members(data: bytes, name: str) -> dict[str, bytes]:
    if len(data) > MOST_BYTES:
        raise _refused(name, f"lớn hơn {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            infos = pack.infolist()
            if len(infos) > MOST_MEMBERS:
                raise _refused(name, f"có {len(infos)} tệp, nhiều nhất {MOST_MEMBERS}")
            found: dict[str, bytes] = {}
            for info in infos:
                _check_member(name, info, found)
                with pack.open(info) as member:
                    found[info.filename] = member.read(MOST_TEXT + 1)
                if len(found[info.filename]) > MOST_TEXT:
                    raise _refused(name, f"«{_shown(info.filename)}» lớn hơn {MOST_TEXT // 1000} KB")
            return found
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
            OverflowError, IndexError) as fault:  # fmt: skip
        raise InputError(f"Gói «{_shown(name)}» không đọc được: hãy xin lại tệp gói mẫu.", details=repr(fault)) from fault


def _check_member(name: str, info: zipfile.ZipInfo, seen: Mapping[str, bytes]) -> None:
    path = info.filename
    shown = _shown(path)
    if path in seen:
        raise _refused(name, f"tệp «{shown}» có hai lần")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(name, f"«{shown}» là liên kết, không phải tệp")
    if path.startswith(("/", "\\")) or ".." in path or "\\" in path or ":" in path or info.orig_filename != path:
        raise _refused(name, f"đường dẫn «{shown}» đi ra ngoài gói")
    if info.flag_bits & 0x1:
        raise _refused(name, f"«{shown}» bị khóa bằng mật khẩu")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(name, f"«{shown}» nén theo cách lạ")
    if info.file_size > MOST_TEXT:
        raise _refused(name, f"«{shown}» lớn hơn {MOST_TEXT // 1000} KB")
    if path in (DESIGN, SEAL) or _ART.fullmatch(path):
        return
    ending = path.rpartition(".")[2].lower()
    why = next((reason for endings, reason in _WHY.items() if ending in endings), "")
    raise _refused(name, f"«{shown}»: {why or f'gói chỉ gồm {DESIGN}, art/tên.toml và {SEAL}'}")


def _art(drawing: str, path: str, text: str) -> str:
    """Return a drawing as part of its design's declaration. Raises DeclarationError when it is none."""
    found = designs.drawing(parse(Path(path), text))
    paths = ", ".join(json.dumps(_told(one)) for one in found.paths)
    return (f'\n[[art]]\nid = "{drawing}"\nsize = [{found.size[0]!r}, {found.size[1]!r}]\nline = {found.line!r}\n'
            f"paths = [{paths}]\n")  # fmt: skip


def _told(path: tuple[str | float, ...]) -> str:
    return " ".join(one if isinstance(one, str) else f"{one:.4f}".rstrip("0").rstrip(".") for one in path)


def _text(name: str, path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _refused(name, f"«{path}» không phải chữ UTF-8") from fault


def _seal(name: str, content: bytes | None) -> bytes:
    if content is None:
        return b""
    if not re.fullmatch(rb"[0-9a-f]{128}\s*", content):
        raise _refused(name, "con dấu không đúng dạng")
    return bytes.fromhex(content.decode("ascii"))


def _shown(path: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in path)[:60]


def _refused(name: str, reason: str) -> InputError:
    return InputError(f"Gói «{_shown(name)}» bị từ chối: {reason}.")
