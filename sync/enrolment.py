"""What ties a book to its centre: the office file's facts and the device's own key, kept in the book."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.units import find
from sync import frame, seal, states
from sync.line import Line, enrol_question
from sync.office_file import OfficeFile, Route

ENROLMENT = "enrolment"
DEVICE = "device"
CERTIFICATE = "centre_certificate"
PAST_CENTRES = "past_centres"
KEY_AGE = timedelta(days=365)


def keep_office_file(book: Book, office: OfficeFile) -> None:
    """Keep an office file's facts in the book; the device makes a new key when it next sends.

    The same file again changes nothing. Raises InputError when the file is another unit's.
    """
    own = book.office.unit
    if office.unit != own.code:
        raise InputError(
            f"Tệp đơn vị này cấp cho {find(office.unit).name}, sổ này của {own.name}: hãy xin đúng tệp."
        )
    facts = {
        "unit": office.unit, "url": office.url, "code": office.code, "centre_key": office.centre_key.hex(),
        "expires": office.expires.isoformat(), "ca_pem": office.ca_pem, "proxy": office.proxy,
        "allow_http": office.allow_http, "box_key": office.box_key.hex(),
    }  # fmt: skip
    with book.tx():
        before = book.setting(ENROLMENT, {})
        book.set(ENROLMENT, facts)
        if before and before["centre_key"] != facts["centre_key"]:
            book.set(PAST_CENTRES, [*book.setting(PAST_CENTRES, []), before["centre_key"]])
        if (before.get("code"), before.get("centre_key")) != (facts["code"], facts["centre_key"]):
            book.set(DEVICE, None)


def is_kept(book: Book) -> bool:
    """Say whether the book knows a centre."""
    return book.setting(ENROLMENT) is not None


def centre_keys(book: Book) -> tuple[bytes, ...]:
    """Return the public keys (32 bytes each) this book's centres have signed with, the present one first; () without any."""
    now = [book.setting(ENROLMENT)["centre_key"]] if is_kept(book) else []
    return tuple(bytes.fromhex(key) for key in [*now, *reversed(book.setting(PAST_CENTRES, []))])


def route(book: Book) -> Route:
    """Return how to reach the centre of this book. Raises Refused when it knows none."""
    kept = _kept(book)
    return Route(
        kept["url"], bytes.fromhex(kept["centre_key"]), kept["ca_pem"], kept["proxy"], kept["allow_http"]
    )


def device(book: Book, line: Line, *, now: datetime) -> tuple[bytes, bytes]:
    """Return (device id, secret) of this PC, enrolling it first when that was not done or not heard of.

    Raises SyncError; Refused while the centre has not approved a further PC of a unit. The key is kept before it is
    shown, so a lost answer costs nothing: the same code and key get the same answer again.
    """
    own = _own_key(book)
    if own.get("next"):
        own = _finish_rotation(book, line, own, now=now)
    if not own.get("approved"):
        kept = _kept(book)
        ident, unit, approved = line.enrol(kept["code"], bytes.fromhex(own["secret"]))
        if unit != kept["unit"]:
            raise states.fault("foreign", details=f"enrolled as {unit}")
        own = own | {"id": ident, "approved": approved, "enrolled_at": _stamp(now)}
        book.set(DEVICE, own)
        if not approved:
            raise states.fault("pending")
    return bytes.fromhex(own["id"]), bytes.fromhex(own["secret"])


def is_let_in(book: Book) -> bool:
    """Say whether the centre has let this PC in."""
    return bool((book.setting(DEVICE) or {}).get("approved"))


def let_in(book: Book, ident: str, *, approved: bool) -> bool:
    """Keep the centre's word that came by a file; return whether this PC may send."""
    own = _own_key(book)
    if own["id"] != ident:
        raise states.fault("foreign", details="enrolled: another device")
    book.set(DEVICE, own | {"approved": approved, "enrolled_at": _stamp(datetime.now(UTC))})
    return approved


def box_key(book: Book) -> bytes:
    """Return the key (32 bytes) parcels to the centre are closed with. Raises Refused."""
    kept = _kept(book).get("box_key", "")
    if not kept:
        raise states.fault("no-box")
    return bytes.fromhex(kept)


def identity(book: Book) -> tuple[bytes, bytes]:
    """Return (device id, secret) of this PC without asking anybody: the id follows from the key."""
    own = _own_key(book)
    return bytes.fromhex(own["id"]), bytes.fromhex(own["secret"])


def question(book: Book) -> bytes:
    """Return what this PC says to be let in, for a parcel that travels before any line was there (JSON)."""
    return enrol_question(_kept(book)["code"], bytes.fromhex(_own_key(book)["secret"]))


def is_key_old(book: Book, *, now: datetime) -> bool:
    """Say whether this PC's key has served for a year."""
    own = book.setting(DEVICE) or {}
    since = own.get("rotated_at") or own.get("enrolled_at") or _stamp(now)
    return now.astimezone(UTC) - datetime.fromisoformat(since) > KEY_AGE


def rotate(book: Book, line: Line, *, now: datetime) -> None:
    """Give this PC a new key, signed in by the old one. Raises SyncError; an answer that was lost costs nothing."""
    own = _own_key(book)
    if not own.get("next"):
        own = own | {"next": seal.new_secret().hex()}
        book.set(DEVICE, own)
    _finish_rotation(book, line, own, now=now)


def certificate(book: Book) -> bytes:
    """Return the certificate (SHA-256) by which the centre was last known on the line, b"" for none."""
    return bytes.fromhex(book.setting(CERTIFICATE, ""))


def keep_certificate(book: Book, shown: bytes) -> None:
    """Keep the certificate of the last proven answer."""
    if shown != certificate(book):
        book.set(CERTIFICATE, shown.hex() or None)


def _finish_rotation(book: Book, line: Line, own: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    old, fresh, ident = bytes.fromhex(own["secret"]), bytes.fromhex(own["next"]), bytes.fromhex(own["id"])
    key = seal.public_key(fresh)
    proof = seal.sign(fresh, seal.ROTATE_LABEL, own["id"].encode(), key)
    body = json.dumps({"device": own["id"], "public_key": key.hex(), "proof": proof.hex()}).encode()
    line.ask_signed("POST", "/v1/rotate", body, old, ident)
    own = {name: value for name, value in own.items() if name != "next"}
    own |= {"secret": fresh.hex(), "rotated_at": _stamp(now)}
    book.set(DEVICE, own)
    return own


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _kept(book: Book) -> dict[str, Any]:
    kept: dict[str, Any] | None = book.setting(ENROLMENT)
    if kept is None:
        raise states.fault("not-enrolled")
    return kept


def _own_key(book: Book) -> dict[str, Any]:
    # Read and made under one lock: two programs that start together must not make two keys.
    with book.tx():
        own: dict[str, Any] | None = book.setting(DEVICE)
        if own is None:
            secret = seal.new_secret()
            # Named by its key, so that a parcel can be packed before any line was there.
            own = {"id": frame.digest(seal.public_key(secret))[:16].hex(), "secret": secret.hex()}
            book.set(DEVICE, own)
    return own
