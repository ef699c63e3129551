"""The file of a design pack: a .sophuong zip of design.toml, drawings of its own and the centre's seal.

    design.toml       the declaration, at most 500 KB
    art/<name>.toml   drawings of paths for `icon` layers: size, line, paths
    seal              128 hex digits: the centre's Ed25519 signature over `signed_part`

Read as if it meant harm: no fonts, no SVG, no pictures, no folders; nothing is ever unpacked to the disk.
"""

import hashlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping

from desktop.models import guards_zip
from desktop.models.errors import InputError

LABEL = b"sophuong design pack 1\n"
MOST_BYTES = 2_000_000  # of the zip
MOST_MEMBERS = 64
MOST_TEXT = 500_000  # bytes of one member unpacked
DESIGN, SEAL = "design.toml", "seal"
ART = re.compile(r"art/([a-z0-9-]{1,40})\.toml")
_WHY = {
    ("ttf", "otf", "ttc", "woff", "woff2", "pfb"): "gói không được mang phông riêng: hãy dùng phông của chương trình",
    ("svg", "svgz", "js", "html", "htm", "xml"): "gói không được mang SVG hay mã lệnh: hãy vẽ bằng đường nét trong art/",
    ("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"): "gói không mang ảnh: ảnh do người in chọn vào ô ảnh",
    ("exe", "dll", "py", "so", "bat", "cmd", "ps1", "sh"): "gói không được mang chương trình",
}


def read(data: bytes, *, name: str = "gói") -> dict[str, bytes]:
    """Return the members of a pack by name, `design.toml` among them. Raises InputError with the reason."""
    if len(data) > MOST_BYTES:
        raise refused(name, f"lớn hơn {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            infos = pack.infolist()
            if len(infos) > MOST_MEMBERS:
                raise refused(name, f"có {len(infos)} tệp, nhiều nhất {MOST_MEMBERS}")
            found: dict[str, bytes] = {}
            for info in infos:
                _check_member(name, info, found)
                found[info.filename] = b""
            guards_zip.judge(infos, len(data))
            for info in infos:
                with pack.open(info) as member:
                    found[info.filename] = member.read(MOST_TEXT + 1)
                if len(found[info.filename]) > MOST_TEXT:
                    raise refused(name, f"«{shown(info.filename)}» lớn hơn {MOST_TEXT // 1000} KB")
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
            OverflowError, IndexError) as fault:  # fmt: skip
        raise InputError(f"Gói «{shown(name)}» không đọc được: hãy xin lại tệp gói mẫu.", details=repr(fault)) from fault
    if DESIGN not in found:
        raise refused(name, f"thiếu tệp {DESIGN}")
    return found


def write(design: str, art: Mapping[str, str] | None = None, *, sign: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return a pack of a declaration and drawings (name → text), sealed by `sign`. The same parts give the same bytes."""
    parts = {DESIGN: design.encode()} | {f"art/{name}.toml": text.encode() for name, text in (art or {}).items()}
    if sign:
        parts[SEAL] = sign(signed_part(parts)).hex().encode()
    return _zipped(parts)


def signed_part(parts: Mapping[str, bytes]) -> bytes:
    """Return what the centre signs of a pack: a label and the SHA-256 of each member by its name."""
    lines = [f"{path} {hashlib.sha256(parts[path]).hexdigest()}\n".encode() for path in sorted(parts) if path != SEAL]
    return LABEL + b"".join(lines)


def seal(name: str, content: bytes | None) -> bytes:
    """Return the signature (64 bytes) of a seal, b"" for none. Raises InputError for another shape."""
    if content is None:
        return b""
    if not re.fullmatch(rb"[0-9a-f]{128}\s*", content):
        raise refused(name, "con dấu không đúng dạng")
    return bytes.fromhex(content.decode("ascii"))


def sealed(data: bytes, sign: Callable[[bytes], bytes], *, name: str = "gói") -> bytes:
    """Return a pack with a seal in place of the one it had. Raises InputError for a pack that is none."""
    parts = {path: content for path, content in read(data, name=name).items() if path != SEAL}
    return _zipped(parts | {SEAL: sign(signed_part(parts)).hex().encode()})


def shown(path: str) -> str:
    """Return a name of a member as it may stand in a sentence."""
    return "".join(sign if sign.isprintable() else "?" for sign in path)[:60]


def refused(name: str, reason: str) -> InputError:
    """Return the refusal of a pack."""
    return InputError(f"Gói «{shown(name)}» bị từ chối: {reason}.")


def _check_member(name: str, info: zipfile.ZipInfo, seen: Mapping[str, bytes]) -> None:
    path = info.filename
    said = shown(path)
    if path in seen:
        raise refused(name, f"tệp «{said}» có hai lần")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise refused(name, f"«{said}» là liên kết, không phải tệp")
    if path.startswith(("/", "\\")) or ".." in path or "\\" in path or ":" in path or info.orig_filename != path:
        raise refused(name, f"đường dẫn «{said}» đi ra ngoài gói")
    if info.flag_bits & 0x1:
        raise refused(name, f"«{said}» bị khóa bằng mật khẩu")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(name, f"«{said}» nén theo cách lạ")
    if info.file_size > MOST_TEXT:
        raise refused(name, f"«{said}» lớn hơn {MOST_TEXT // 1000} KB")
    if path in (DESIGN, SEAL) or ART.fullmatch(path):
        return
    ending = path.rpartition(".")[2].lower()
    why = next((reason for endings, reason in _WHY.items() if ending in endings), "")
    raise refused(name, f"«{said}»: {why or f'gói chỉ gồm {DESIGN}, art/tên.toml và {SEAL}'}")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(parts):
            pack.writestr(zipfile.ZipInfo(path), parts[path], zipfile.ZIP_DEFLATED)
    return kept.getvalue()
