"""The two kinds of file the post travels in.

Parcel (`.sophuong`):     SPF\\x02 · number of sections (4 bytes) · sections, each its length (4) and an HPKE ciphertext
                          of one letter (E enrolment, B batch, P photo) and its bytes.
Receipts (`.bien-nhan`):  SPA\\x02 · number of sections · sections, each its length, one letter (E, R receipt) and its
                          bytes, in clear: they name no person and nothing that was written.
"""

import base64
import json
from collections.abc import Sequence
from pathlib import Path

from desktop.models.errors import InputError
from desktop.models.files import told
from sync import frame, seal

PARCEL_MARK, RECEIPTS_MARK = b"SPF\x02", b"SPA\x02"
ENROL, BATCH, PHOTO, RECEIPT = b"E", b"B", b"P", b"R"
MOST = 500_000_000  # bytes of a file
MOST_SECTIONS = 100_000


def write(mark: bytes, sections: Sequence[bytes]) -> bytes:
    """Return the bytes of a file."""
    parts = [mark, len(sections).to_bytes(4, "big")]
    for section in sections:
        parts += [len(section).to_bytes(4, "big"), section]
    return b"".join(parts)


def read(path: Path, mark: bytes) -> list[bytes]:
    """Return the sections of a file, still closed. Raises InputError when it is none of ours, or cut short."""
    wrong = InputError(f"«{path.name}» không phải tệp Sổ Phường đúng loại, hoặc đã bị cắt cụt: hãy chép lại tệp gốc.")
    with told(path):
        size = path.stat().st_size
        if size > MOST:
            raise wrong
        raw = path.read_bytes()
    if raw[:3] == mark[:3] and raw[3:4] > mark[3:4]:
        raise InputError(f"«{path.name}» do chương trình mới hơn tạo ra: hãy cập nhật chương trình rồi mở lại.")
    count, at, found = int.from_bytes(raw[4:8], "big"), 8, []
    if raw[:4] != mark or len(raw) < 8 or count > MOST_SECTIONS:
        raise wrong
    for _ in range(count):
        end = at + 4 + int.from_bytes(raw[at : at + 4], "big")
        if end > len(raw) or at + 4 > len(raw):
            raise wrong
        found.append(raw[at + 4 : end])
        at = end
    if at != len(raw):
        raise wrong
    return found


def enrolled_section(question: bytes, body: bytes, secret: bytes) -> bytes:
    """Return the centre's sealed answer to an enrolment that came in a parcel."""
    about = frame.digest(question)
    signature = seal.sign(secret, *seal.answer_parts(200, about, body))
    told = {"about": about.hex(), "body": base64.b64encode(body).decode(), "seal": base64.b64encode(signature).decode()}
    return ENROL + json.dumps(told).encode()
