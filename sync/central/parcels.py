"""Parcels that came as files: opened, taken in like batches from the line, answered by a file of receipts."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.models.errors import InputError, Refused, Rejected
from sync import box, sections, wire
from sync.central.enrolments import Enrolments, stamp
from sync.central.photos import Photos
from sync.central.receiving import Receiving, UnknownDevice
from sync.central.store import Store
from sync.central.tables import devices


@dataclass(slots=True)
class Taken:
    """What became of parcels: batches and photos taken in, batches kept apart (device not let in), faults in words."""

    batches: int = 0
    photos: int = 0
    apart: int = 0
    faults: list[str] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)


def accept(store: Store, receiving: Receiving, path: Path, taken: Taken, *, now: datetime) -> None:
    """Take one parcel in, again if need be; its receipts are added to `taken`.

    Raises InputError for a file that is no parcel for this centre; then nothing of it was kept.
    """
    opened = [_opened(store, section, path) for section in sections.read(path, sections.PARCEL_MARK)]
    unit, photos = "", Photos(store, store.folder / "photos")
    for section in opened:
        letter, content = section[:1], section[1:]
        try:
            if letter == sections.ENROL:
                taken.receipts.append(_admit(store, content, now=now))
            elif letter == sections.BATCH:
                taken.receipts.append(sections.RECEIPT + receiving.take(content))
                taken.batches += 1
                unit = unit_of(store, content)
            elif letter == sections.PHOTO and unit:
                taken.photos += photos.keep(unit, content[:32].hex(), content[32:], now=now)
        except (Refused, Rejected) as fault:
            if isinstance(fault, Refused) and not isinstance(fault, UnknownDevice) and letter == sections.BATCH:
                taken.apart += 1
            elif fault.sentence not in taken.faults:
                taken.faults.append(fault.sentence)


def unit_of(store: Store, raw: bytes) -> str:
    """Return the unit of a batch that was just taken in: photos of the parcel are its too."""
    with store.reading() as connection:
        ident = wire.open_batch(raw).header[1].hex()
        return str(connection.scalar(select(devices.c.unit).where(devices.c.id == ident)) or "")


def _opened(store: Store, section: bytes, path: Path) -> bytes:
    try:
        return box.open_(section, store.box_secret)
    except Rejected as fault:
        raise InputError(f"«{path.name}» không mở được: tệp gửi cho trung tâm khác hoặc đã bị sửa, hãy xin tệp gốc.",
                         details=fault.details) from fault  # fmt: skip


def _admit(store: Store, question: bytes, *, now: datetime) -> bytes:
    try:
        asked = json.loads(question)
        code, key, proof = asked["code"], bytes.fromhex(asked["public_key"]), bytes.fromhex(asked["proof"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused("Yêu cầu ghi danh trong gói không đọc được: hãy gói lại tệp.", details=repr(fault)) from fault
    device, unit, approved = Enrolments(store).admit(code, key, proof, now=now)
    answer = {"device": device, "unit": unit, "approved": approved, "server_time": stamp(now)}
    return sections.enrolled_section(question, json.dumps(answer).encode(), store.secret)


