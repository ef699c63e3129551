"""Slot 3 of a book's key: closed to the centre for one unit and one book, and opened there for one PC, once.

    slot      HPKE to the centre's public key, bound to unit and book: in no other place does it open
    request   JSON the office carries to the centre: unit, book, slot, and a public key made for this answer alone
    answer    JSON that goes back: the book's key, HPKE to that public key, bound to this very request

The code of a request is read out on the telephone: the centre opens for the office it speaks with, not for who sends a file.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.models import guards
from desktop.models.errors import InputError, Rejected
from desktop.models.files import told
from sync import box

REQUEST, ANSWER = "so-phuong recovery request", "so-phuong recovery answer"
FORMAT = 1
MOST_BYTES = 16_000
SIGNS = "23456789CFGHJKMNPRTVX"


@dataclass(frozen=True, slots=True)
class Request:
    """What an office asks: unit (five digits), book (16 hex digits), slot, and the public key of the answer (32 bytes)."""

    unit: str
    book: str
    slot: bytes
    answer_to: bytes
    made: str

    @property
    def digest(self) -> bytes:
        """What names this request and no other (32 bytes)."""
        return hashlib.sha256(_bytes(REQUEST, self.facts)).digest()

    @property
    def code(self) -> str:
        """Eight signs a person can read out on the telephone."""
        number, signs = int.from_bytes(self.digest[:8]), ""
        for _ in range(8):
            number, at = divmod(number, len(SIGNS))
            signs += SIGNS[at]
        return f"{signs[:4]}-{signs[4:]}"

    @property
    def facts(self) -> dict[str, str]:
        """What is written of it."""
        return {"unit": self.unit, "book": self.book, "slot": self.slot.hex(), "answer_to": self.answer_to.hex(), "made": self.made}


def close_slot(key: bytes, centre: bytes, *, unit: str, book: str) -> bytes:
    """Return slot 3: the book's key closed to the centre's public key."""
    return box.close(key, centre, about=_about_slot(unit, book))


def ask(slot: bytes, *, unit: str, book: str) -> tuple[Request, bytes]:
    """Return a new request and the secret its answer is opened with, which stays on this PC."""
    secret, public = box.new_pair()
    return Request(unit, book, slot, public, datetime.now(UTC).isoformat(timespec="seconds")), secret


def open_slot(request: Request, secret: bytes) -> bytes:
    """Return the key of a book with the centre's secret. Raises Rejected for a slot of another unit, book or centre."""
    return box.open_(request.slot, secret, about=_about_slot(request.unit, request.book))


def answer(request: Request, key: bytes) -> bytes:
    """Return the file that goes back to the office: it opens on the PC that asked and nowhere else."""
    closed = box.close(key, request.answer_to, about=_about_answer(request))
    return _bytes(ANSWER, {"unit": request.unit, "book": request.book, "to": request.digest.hex(), "key": closed.hex()})


def read_answer(path: Path, request: Request, secret: bytes) -> bytes:
    """Return the book's key of an answer to this request. Raises InputError for any other file."""
    content = _content(path, ANSWER, ("unit", "book", "to", "key"))
    if content["to"] != request.digest.hex():
        raise InputError(f"«{path.name}» trả lời một yêu cầu khác: hãy xin trung tâm tệp cho yêu cầu {request.code}.")
    try:
        return box.open_(bytes.fromhex(content["key"]), secret, about=_about_answer(request))
    except (Rejected, ValueError) as fault:
        raise InputError(f"«{path.name}» không mở được: hãy chép lại tệp gốc của trung tâm.", details=repr(fault)) from fault


def write_request(request: Request) -> bytes:
    """Return the bytes of a request file."""
    return _bytes(REQUEST, request.facts)


def read_request(path: Path) -> Request:
    """Read a request file strictly. Raises InputError."""
    content = _content(path, REQUEST, ("unit", "book", "slot", "answer_to", "made"))
    return request_of(content, path.name)


def request_of(content: dict[str, Any], name: str) -> Request:
    """Return the request of kept facts. Raises InputError."""
    try:
        found = Request(content["unit"], content["book"], bytes.fromhex(content["slot"]), bytes.fromhex(content["answer_to"]),
                        content["made"])  # fmt: skip
        if not re.fullmatch(r"\d{5}", found.unit) or not re.fullmatch(r"[0-9a-f]{16}", found.book) or len(found.answer_to) != 32:
            raise ValueError("facts")
    except (ValueError, TypeError, KeyError) as fault:
        raise InputError(f"«{name}» không phải yêu cầu mở khóa của Sổ Phường, hoặc đã hỏng: hãy chép lại tệp gốc.",
                         details=repr(fault)) from fault  # fmt: skip
    return found


def _about_slot(unit: str, book: str) -> bytes:
    return f"sophuong book key 1\n{unit}\n{book}\n".encode()


def _about_answer(request: Request) -> bytes:
    return b"sophuong key answer 1\n" + request.digest


def _bytes(what: str, facts: dict[str, str]) -> bytes:
    return json.dumps({"what": what, "format": FORMAT} | facts, indent=1).encode()


def _content(path: Path, what: str, names: tuple[str, ...]) -> dict[str, str]:
    with told(path), path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    try:
        if len(raw) > MOST_BYTES:
            raise ValueError("too long")
        content = guards.json_of(raw)
        if content["what"] != what or content["format"] != FORMAT:
            raise ValueError("another file")
        if sorted(content) != sorted(("what", "format", *names)) or not all(isinstance(content[name], str) for name in names):
            raise ValueError("other facts")
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        kind = "yêu cầu mở khóa" if what == REQUEST else "tệp mở khóa của trung tâm"
        raise InputError(f"«{path.name}» không phải {kind}, hoặc đã hỏng: hãy chọn đúng tệp.", details=repr(fault)) from fault
    return {name: content[name] for name in names}
