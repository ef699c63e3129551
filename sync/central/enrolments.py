"""Letting devices in and out: one-use codes bound to a unit, device keys, revocation."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from desktop.models import units
from desktop.models.errors import InputError, Refused
from sync import frame, office_file, seal
from sync.central import log
from sync.central.store import Store
from sync.central.tables import devices, enrolments, office_files

VALID_FOR = timedelta(hours=24)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: codes are also read aloud
_LENGTH = 26  # 130 bits
_READ_AS = str.maketrans("ILO", "110")


def stamp(now: datetime) -> str:
    """Return a time as the centre writes it: UTC, seconds, sortable as text."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Enrolments:
    """The devices of a centre and the codes that let one in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def invite(self, unit: str, *, now: datetime, approved: bool = False) -> tuple[str, datetime]:
        """Return a new code for a unit and the time it ends; only its hash is kept. Raises InputError.

        `approved`: the device that comes with it need not wait even where the unit has another one.
        """
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        expires = now + VALID_FOR
        row = {
            "code_hash": _hash(code),
            "unit": units.find(unit).code,
            "made_at": stamp(now),
            "expires_at": stamp(expires),
            "approved": approved,
        }
        with self._store.tx() as connection:
            connection.execute(enrolments.insert().values(row))
        return "-".join(code[i : i + 5] for i in range(0, _LENGTH, 5)), expires

    def keep_office(self, code: str, body: bytes, expires: datetime) -> None:
        """Keep an office file for whoever types its code; what has ended goes."""
        plain = office_file.plain_code(code)
        row = {"lookup": office_file.lookup(plain), "body": body, "mac": office_file.mac(plain, body), "expires_at": stamp(expires)}
        with self._store.tx() as connection:
            connection.execute(delete(office_files).where(office_files.c.expires_at < stamp(expires - 2 * VALID_FOR)))
            connection.execute(office_files.insert().values(row))

    def office(self, lookup: bytes, *, now: datetime) -> tuple[bytes, bytes] | None:
        """Return (office file, proof that its writer knew the code) while the code counts, else None."""
        with self._store.reading() as connection:
            row = connection.execute(select(office_files).where(office_files.c.lookup == lookup)).one_or_none()
        return (row.body, row.mac) if row is not None and row.expires_at >= stamp(now) else None

    def admit(self, code: str, public_key: bytes, proof: bytes, *, now: datetime) -> tuple[str, str, bool]:
        """Let a device in and return its id, its unit and whether it may send; same key and code, same answer.

        A further device of a unit may send once it is approved. `proof` is the device's signature over code and key.
        Raises Refused.
        """
        if not seal.signed_by(public_key, proof, seal.ENROL_LABEL, code.encode(), b"\n", public_key):
            raise Refused(
                "Máy này không chứng minh được khóa của mình: hãy ghi danh lại từ đầu.", details="proof"
            )
        with self._store.tx() as connection:
            row = connection.execute(
                select(enrolments).where(enrolments.c.code_hash == _hash(code)).with_for_update()
            ).one_or_none()
            if row is None:
                raise Refused(
                    "Mã ghi danh không đúng: hãy xin trung tâm cấp tệp đơn vị mới.", details="code unknown"
                )
            if row.device is not None:
                return self._again(
                    connection.execute(select(devices).where(devices.c.id == row.device)).one(), public_key
                )
            if row.expires_at < stamp(now):
                raise Refused(
                    "Mã ghi danh đã hết hạn: hãy xin trung tâm cấp tệp đơn vị mới.", details="code expired"
                )
            if connection.execute(select(devices.c.id).where(devices.c.public_key == public_key)).first():
                raise Refused(
                    "Khóa của máy này đã ghi danh bằng mã khác: hãy xin trung tâm trợ giúp.",
                    details="key used",
                )
            log.lock(connection, row.unit)  # two codes of one unit at the same time: one device is the first
            device = device_id(public_key)
            here = select(devices.c.id).where(
                devices.c.unit == row.unit, devices.c.approved_at.is_not(None), devices.c.revoked_at.is_(None))  # fmt: skip
            approved = row.approved or connection.execute(here).first() is None
            connection.execute(devices.insert().values(
                id=device, unit=row.unit, public_key=public_key, enrolled_at=stamp(now),
                approved_at=stamp(now) if approved else None))  # fmt: skip
            used = connection.execute(
                update(enrolments)
                .where(enrolments.c.id == row.id, enrolments.c.device.is_(None))
                .values(device=device)
            )
            if used.rowcount != 1:
                raise Refused(
                    "Mã ghi danh đã được dùng: hãy xin trung tâm cấp tệp đơn vị mới.", details="race"
                )
            return device, row.unit, approved

    def approve(self, device: str, *, now: datetime) -> None:
        """Let a waiting device send. Raises InputError when there is no such device."""
        self._mark(device, approved_at=stamp(now))

    def rotate(self, device: str, public_key: bytes, proof: bytes, signed: Callable[[bytes], bool]) -> None:
        """Put a new key in place of a device's; the same again changes nothing. Raises Refused.

        `proof` is the new key's signature over device and key; `signed` tells whether a key signed this question.
        """
        if not seal.signed_by(public_key, proof, seal.ROTATE_LABEL, device.encode(), public_key):
            raise Refused("Khóa mới không chứng minh được mình: hãy gửi lại.", details="proof")
        with self._store.tx() as connection:
            row = connection.execute(select(devices).where(devices.c.id == device).with_for_update()).one_or_none()
            again = row is not None and row.public_key == public_key and row.old_key and signed(row.old_key)
            if row is None or row.revoked_at is not None or not (again or signed(row.public_key)):
                raise Refused("Trung tâm không nhận ra máy này: hãy ghi danh lại bằng tệp đơn vị mới.", details="key")
            if not again:
                fresh = {"public_key": public_key, "old_key": row.public_key}
                connection.execute(update(devices).where(devices.c.id == device).values(**fresh))

    def revoke(self, device: str, *, now: datetime) -> None:
        """Shut a device out from its next request on. Raises InputError when there is no such device."""
        self._mark(device, revoked_at=stamp(now))

    def admit_again(self, device: str, *, now: datetime) -> None:
        """Take a revocation back. Raises InputError when there is no such device."""
        self._mark(device, revoked_at=None, approved_at=stamp(now))

    def _mark(self, device: str, **marks: str | None) -> None:
        with self._store.tx() as connection:
            done = connection.execute(update(devices).where(devices.c.id == device).values(**marks))
            if done.rowcount != 1:
                raise InputError(f"Không có máy «{device[:40]}»: hãy xem mã máy bằng lệnh offices --json.")

    @staticmethod
    def _again(device: object, public_key: bytes) -> tuple[str, str, bool]:
        if device.id != device_id(public_key):  # type: ignore[attr-defined]
            raise Refused(
                "Mã ghi danh đã được dùng: hãy xin trung tâm cấp tệp đơn vị mới.", details="code used"
            )
        if device.revoked_at is not None:  # type: ignore[attr-defined]
            raise Refused(
                "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm.", details="revoked"
            )
        return device.id, device.unit, device.approved_at is not None  # type: ignore[attr-defined]


def device_id(public_key: bytes) -> str:
    """Return the id of a device (32 hex digits): it follows from the first key, so a device knows it by itself."""
    return frame.digest(public_key)[:16].hex()


def _hash(code: str) -> bytes:
    plain = code.upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    return hashlib.sha256(plain.encode()).digest()
