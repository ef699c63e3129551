"""What ties a book to its centre: the office file's facts and the device's own key, kept in the book."""

from datetime import UTC, datetime
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.units import find
from sync import seal, states
from sync.line import Line, Route
from sync.office_file import OfficeFile

ENROLMENT = "enrolment"
DEVICE = "device"


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
        "allow_http": office.allow_http,
    }  # fmt: skip
    with book.tx():
        before = book.setting(ENROLMENT, {})
        book.set(ENROLMENT, facts)
        if (before.get("code"), before.get("centre_key")) != (facts["code"], facts["centre_key"]):
            book.set(DEVICE, None)


def is_kept(book: Book) -> bool:
    """Say whether the book knows a centre."""
    return book.setting(ENROLMENT) is not None


def route(book: Book) -> Route:
    """Return how to reach the centre of this book. Raises Refused when it knows none."""
    kept = _kept(book)
    return Route(
        kept["url"], bytes.fromhex(kept["centre_key"]), kept["ca_pem"], kept["proxy"], kept["allow_http"]
    )


def device(book: Book, line: Line, *, now: datetime) -> tuple[bytes, bytes]:
    """Return (device id, secret) of this PC, enrolling it first when that was not done or not heard of.

    Raises SyncError. The key is kept before it is shown, so a lost answer costs nothing: the same code and
    key get the same answer again.
    """
    own = _own_key(book)
    if not own["id"]:
        kept = _kept(book)
        ident, unit = line.enrol(kept["code"], bytes.fromhex(own["secret"]))
        if unit != kept["unit"]:
            raise states.fault("foreign", details=f"enrolled as {unit}")
        own = own | {"id": ident, "enrolled_at": now.astimezone(UTC).isoformat(timespec="seconds")}
        book.set(DEVICE, own)
    return bytes.fromhex(own["id"]), bytes.fromhex(own["secret"])


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
            own = {"id": "", "secret": seal.new_secret().hex()}
            book.set(DEVICE, own)
    return own
