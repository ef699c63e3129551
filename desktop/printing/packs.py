"""Design packs: read as if they meant harm, judged as they are drawn, kept in the book when nothing speaks against them."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.models import pack_files, published
from desktop.models.book import Book
from desktop.models.declarations import parse
from desktop.models.design_packs import DesignPacks
from desktop.models.errors import DeclarationError, InputError
from desktop.models.pack_files import ART, DESIGN, SEAL
from desktop.printing import designs, judging
from desktop.printing.design import Design

JUDGED, RULES = "designs_judged", 1  # setting: what was found of published designs; raise RULES when judging.py asks for more
SignedBy = Callable[[bytes, bytes], bool]  # the signature and what it is of


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
    members = pack_files.read(data, name=name)
    parts = {path: content for path, content in members.items() if path != SEAL}
    text = _text(name, DESIGN, parts[DESIGN])
    for path in sorted(parts):
        found = ART.fullmatch(path)
        if found:
            text += _art(found[1], path, _text(name, path, parts[path]))
    design = designs.read_text(DESIGN, text)
    return Pack(design, text, hashlib.sha256(data).hexdigest(), pack_files.signed_part(parts),
                pack_files.seal(name, members.get(SEAL)))


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
        raise pack_files.refused(name, f"«{path}» không phải chữ UTF-8") from fault
