"""Letting devices in and out: one-use codes bound to a unit, device keys, revocation."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from desktop.models import units
from desktop.models.errors import InputError, Refused
from sync import seal
from sync.central.store import Store
from sync.central.tables import devices, enrolments

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

    def invite(self, unit: str, *, now: datetime) -> tuple[str, datetime]:
        """Return a new code for a unit and the time it ends; only its hash is kept. Raises InputError."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        expires = now + VALID_FOR
        row = {
            "code_hash": _hash(code),
            "unit": units.find(unit).code,
            "made_at": stamp(now),
            "expires_at": stamp(expires),
        }
        with self._store.tx() as connection:
            connection.execute(enrolments.insert().values(row))
        return "-".join(code[i : i + 5] for i in range(0, _LENGTH, 5)), expires

    def admit(self, code: str, public_key: bytes, proof: bytes, *, now: datetime) -> tuple[str, str]:
        """Let a device in and return its id and unit; the same key and code again get the same answer.

        `proof` is the device's signature over code and key. Raises Refused.
        """
        if not seal.signed_by(public_key, proof, seal.ENROL_LABEL, code.encode(), b"\n", public_key):
            raise Refused(
                "Máy này không chứng minh được khóa của mình: hãy ghi danh lại từ đầu.", details="proof"
            )
        with self._store.tx() as connection:
            row = connection.execute(
                select(enrolments).where(enrolments.c.code_hash == _hash(code))
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
            device = secrets.token_hex(16)
            connection.execute(devices.insert().values(
                id=device, unit=row.unit, public_key=public_key, enrolled_at=stamp(now)))  # fmt: skip
            used = connection.execute(
                update(enrolments)
                .where(enrolments.c.id == row.id, enrolments.c.device.is_(None))
                .values(device=device)
            )
            if used.rowcount != 1:
                raise Refused(
                    "Mã ghi danh đã được dùng: hãy xin trung tâm cấp tệp đơn vị mới.", details="race"
                )
            return device, row.unit

    def revoke(self, device: str, *, now: datetime) -> None:
        """Shut a device out from its next request on. Raises InputError when there is no such device."""
        with self._store.tx() as connection:
            done = connection.execute(
                update(devices).where(devices.c.id == device).values(revoked_at=stamp(now))
            )
            if done.rowcount != 1:
                raise InputError(f"Không có máy «{device[:40]}»: hãy xem mã máy bằng lệnh offices --json.")

    @staticmethod
    def _again(device: object, public_key: bytes) -> tuple[str, str]:
        if device.public_key != public_key:  # type: ignore[attr-defined]
            raise Refused(
                "Mã ghi danh đã được dùng: hãy xin trung tâm cấp tệp đơn vị mới.", details="code used"
            )
        if device.revoked_at is not None:  # type: ignore[attr-defined]
            raise Refused(
                "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm.", details="revoked"
            )
        return device.id, device.unit  # type: ignore[attr-defined]


def _hash(code: str) -> bytes:
    plain = code.upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    return hashlib.sha256(plain.encode()).digest()
