"""The program's own log: where something went wrong, never about whom.

Two small files in `logs` beside the book. A record says the moment, the place in our source and the kind of fault; of
what a fault says only numbers of the system are kept, because its words may be what a person typed.
"""

import logging
import re
import traceback
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FOLDER, FILE, BEFORE = "logs", "so-phuong.log", "so-phuong.1.log"
LARGEST = 256 * 1024  # bytes of one file; with the one before it, all there ever is
LONGEST = 4_000  # signs of one record
HIDDEN = "…"
_FAMILIES = (
    "an|au|bach|be|bien|bo|bui|ca|cai|cam|can|cao|chau|che|chu|chung|chuong|co|cu|cung|cuong|da|dam|dan|dang|danh|dao|dau|diem|"
    "dien|dinh|do|doan|doi|don|dong|du|duong|giang|giap|ha|han|ho|hoang|hong|hua|huong|huynh|khau|khieu|khuat|khuc|khuong|kieu|"
    "kim|la|lac|lai|lam|le|lieu|lo|loc|loi|luc|lu|luong|luu|luyen|ly|ma|mac|mach|mai|man|mau|mong|nghiem|ngo|nguy|nguyen|nham|"
    "nhan|nhu|ninh|nong|on|ong|pham|phan|phi|pho|phu|phung|phuong|quach|quan|que|quynh|ta|tan|tang|thach|thai|than|thang|thanh|"
    "thi|thieu|tien|tieu|to|ton|tong|tra|trac|tran|trang|tri|trieu|trinh|truong|tu|tuong|ty|uat|ung|uong|van|vi|vien|vo|vu|vuong|xa|y"
)
_FAMILY = frozenset(_FAMILIES.split("|"))
_HOME = re.compile(r"(?i)((?:[a-z]:)?[\\/]+(?:users|home|documents and settings)[\\/]+)[^\\/\s'\"»<>|]+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w.-])\+?\d(?:[ .\-]?\d){8,13}(?![\w-])")  # phones and identity cards, with or without gaps
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t\u00a0_]+")


def begin(folder: Path) -> None:
    """Write the log beside the book of this folder from now on; nothing is made before there is something to say."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, Quiet)]:
        root.removeHandler(handler)
    root.addHandler(Quiet(folder / FOLDER))


def folder() -> Path | None:
    """Return the folder of the log, None before `begin`; it may not be there yet."""
    return next((one.folder for one in logging.getLogger().handlers if isinstance(one, Quiet)), None)


def files() -> list[Path]:
    """Return the files of the log that are there, the older one first."""
    at = folder()
    return [at / name for name in (BEFORE, FILE) if (at / name).is_file()] if at else []


class Quiet(logging.Handler):
    """Appends scrubbed records to a file and turns it when it is full; a disk that refuses costs a record, never the work.

    The file is open only while a record is written: on Windows another program of ours could not turn it otherwise.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.WARNING)
        self.folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            self._append(told(record))
        except OSError:  # full, read-only, gone: the window says so itself where it matters
            return

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the usual answer would print the record as it came."""

    def _append(self, text: str) -> None:
        fresh = not self.folder.parent.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        for made in (self.folder, *([self.folder.parent] if fresh else [])):
            made.chmod(0o700)
        path = self.folder / FILE
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(self.folder / BEFORE)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


def told(record: logging.LogRecord) -> str:
    """Return a record as it is kept: one line, and the places of a fault below it."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
    try:
        said = record.getMessage()
    except (TypeError, ValueError, KeyError):
        said = str(record.msg)
    line = f"{at} {record.levelname} {record.name}: {_closed(said)}"
    fault = record.exc_info[1] if record.exc_info else None
    return f"{line[:LONGEST]}\n" + (f"{trace(fault)}\n" if fault else "")


def trace(fault: BaseException) -> str:
    """Return where a fault and those behind it were raised, without anything a person typed."""
    parts: list[str] = []
    for one in _chain(fault):
        frames = traceback.extract_tb(one.__traceback__)
        lines = [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-30:]]
        parts.append("\n".join([*lines, f"{type(one).__module__}.{type(one).__qualname__}{_numbers(one)}"]))
    return "\n  <- ".join(reversed(parts))[-LONGEST:]


def scrub(text: str) -> str:
    """Return a text without names, phones, addresses of mail, what stands in «» and the name of the PC's account.

    A name is known by its family name and capital letters, with or without marks; ours to guess well, not to promise:
    what a person typed has no place in the texts that are given to this.
    """
    kept = unicodedata.normalize("NFC", text)
    kept = _HOME.sub(rf"\1{HIDDEN}", kept)
    home = str(Path.home())
    if len(home) > 3:
        kept = kept.replace(home, "~")
    kept = _QUOTED.sub(f"«{HIDDEN}»", kept)
    kept = _EMAIL.sub(HIDDEN, kept)
    kept = _NUMBER.sub(HIDDEN, kept)
    return _nameless(kept)


def _closed(said: str) -> str:
    """Return a line of the log: our own lines are English, so a word with marks is somebody's."""
    kept = _WORD.sub(lambda word: word.group() if word.group().isascii() else HIDDEN, scrub(said))
    return " ".join(kept.split())


def _nameless(text: str) -> str:
    found = list(_WORD.finditer(text))
    cuts: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and found[end].group()[0].isupper() and (end == at or _near(text, found[end - 1], found[end])):
            end += 1
        first = next((i for i in range(at, end - 1) if _bare(found[i].group()) in _FAMILY), None)
        if first is not None:
            cuts.append((found[first].start(), found[end - 1].end()))
        at = max(end, at + 1)
    for start, stop in reversed(cuts):
        text = f"{text[:start]}{HIDDEN}{text[stop:]}"
    return text


def _near(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return bool(_GAP.fullmatch(text, one.end(), other.start()))


def _bare(word: str) -> str:
    lowered = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(sign for sign in lowered if not unicodedata.combining(sign))


def _chain(fault: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = fault
    while one is not None and id(one) not in seen and len(seen) < 8:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _module(path: str) -> str:
    """Return a file of the source from its package on: what stands before it names the account of the PC."""
    parts = Path(path).parts
    at = next((i for i, part in enumerate(parts) if part in {"desktop", "sync", "site-packages", "lib"}), len(parts) - 1)
    return "/".join(parts[at:])


def _numbers(fault: BaseException) -> str:
    """Return what a fault says in numbers and in words that are the system's alone."""
    if isinstance(fault, OSError):
        return f" errno={fault.errno} winerror={getattr(fault, 'winerror', None)}"
    code = getattr(fault, "sqlite_errorname", None)
    return f" {code}" if isinstance(code, str) else ""
