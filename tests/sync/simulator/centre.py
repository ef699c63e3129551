"""The centre of a world: the real doors without the web server, and the ways a centre can fall."""

import base64
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, select

from desktop.models import identity
from desktop.models.errors import AppError, InputError, Refused
from desktop.models.kinds import Kinds
from sync import frame, seal, wire
from sync.carrier import Question, Reply
from sync.central import answers, log, published, reviewing, tables
from sync.central.answers import Stop
from sync.central.enrolments import Enrolments, stamp
from sync.central.receiving import Receiving, UnknownDevice
from sync.central.store import FILE_NAME, Store, open_folder
from sync.office_file import OfficeFile

URL = "https://trungtam.example"
BEFORE, AFTER = "before", "after"


class CentreDied(Exception):
    """The power of the centre went while it was answering."""


class SimCentre:
    """The real centre over a folder; `doom` says where the next transaction ends it: before or after its commit."""

    def __init__(self, folder: Path, kinds: Kinds, now: Callable[[], datetime]) -> None:
        self.folder, self._kinds, self.now = folder, kinds, now
        self.doom = ""
        self.copies: list[tuple[Path, int]] = []
        self.deaths = self.restores = 0
        self._rise()

    # Asking

    def ask(self, question: Question) -> Reply:
        """Answer as the web server does. Raises CentreDied; it is up again for the next question."""
        try:
            reply = self._answer(question)
            if self.doom:
                raise CentreDied  # committed, and nobody hears of it
            return reply
        except CentreDied:
            self.deaths += 1
            self.fall()
            self._rise()
            raise

    def take(self, raw: bytes) -> bytes | None:
        """Take a sealed batch that came late or by another way; return its receipt, None when it was turned down."""
        reply = self.ask(Question("POST", "/v1/sync", raw, {"Content-Type": wire.BATCH_TYPE}))
        return reply.body if reply.status == 200 else None

    def _answer(self, question: Question) -> Reply:
        about = frame.digest(question.body)
        try:
            if question.path == "/v1/sync":
                body = self._receiving.take(question.body)
                return Reply(200, {"content-type": wire.RECEIPT_TYPE}, body)
            if question.path == "/v1/enrol":
                return self._said(about, self._enrol(json.loads(question.body)))
            if question.path == "/v1/rotate":
                parts = seal.ask_parts(question.path, question.body)
                about = frame.digest(b"".join(parts))
                return self._said(about, self._rotate(question, parts))
            if question.path.startswith("/v1/receipt/"):
                parts = seal.ask_parts(question.path, question.body)
                about = frame.digest(b"".join(parts))
                return self._said(about, self._kept(question, parts))
            nonce = question.path.partition("nonce=")[2]
            about = frame.digest(bytes.fromhex(nonce))
            return self._said(about, {"nonce": nonce, "server_time": stamp(self.now()), "protocol_min": wire.MIN_PROTOCOL,
                                      "protocol_max": wire.MAX_PROTOCOL})  # fmt: skip
        except (ValueError, KeyError):
            return _reply(answers.problem(self.store.secret, about, Stop(422, "invalid", "Sai khuôn dạng.")))
        except AppError as fault:
            return _reply(answers.problem(self.store.secret, about, answers.stop_of(fault)))

    def _enrol(self, asked: dict[str, str]) -> dict[str, Any]:
        key, proof = bytes.fromhex(asked["public_key"]), bytes.fromhex(asked["proof"])
        device, unit, approved = self.enrolments.admit(asked["code"], key, proof, now=self.now())
        return {"device": device, "unit": unit, "approved": approved, "server_time": stamp(self.now())}

    def _rotate(self, question: Question, parts: tuple[bytes, bytes, bytes]) -> dict[str, Any]:
        asked = json.loads(question.body)
        signature = base64.b64decode(question.headers["Sophuong-Sign"])
        key, proof = bytes.fromhex(asked["public_key"]), bytes.fromhex(asked["proof"])
        self.enrolments.rotate(asked["device"], key, proof, lambda own: seal.signed_by(own, signature, *parts))
        return {"device": asked["device"], "server_time": stamp(self.now())}

    def _kept(self, question: Question, parts: tuple[bytes, bytes, bytes]) -> dict[str, Any]:
        device = next((one for one in self.devices() if one.id == question.headers["Sophuong-Device"]), None)
        signature = base64.b64decode(question.headers["Sophuong-Sign"])
        if device is None or not seal.signed_by(device.public_key, signature, *parts):
            raise UnknownDevice("Không nhận ra máy.")
        if device.revoked_at is not None:
            raise Refused("Đã thu hồi.", details="revoked")
        found = self._receiving.answered(device.id, bytes.fromhex(question.path.rpartition("/")[2]))
        return {"receipt": base64.b64encode(found or b"").decode()}

    def _said(self, about: bytes, said: dict[str, Any]) -> Reply:
        body = json.dumps(said).encode()
        return _reply(answers.signed(self.store.secret, about, status=200, media_type="application/json", body=body))

    # The people at the centre

    def office(self, unit: str) -> OfficeFile:
        """Return an office file for a further PC, approved from the start."""
        code, expires = self.enrolments.invite(unit, now=self.now(), approved=True)
        return OfficeFile(unit, URL, code, self.store.public_key, expires)

    def devices(self) -> list[Any]:
        """Return the rows of all devices in a stable order."""
        with self.store.reading() as connection:
            return list(connection.execute(select(tables.devices).order_by(tables.devices.c.id)))

    def revoke(self, device: str) -> None:
        """Shut a device out."""
        self.enrolments.revoke(device, now=self.now())

    def readmit(self, device: str) -> None:
        """Let a device in again, and what it sent meanwhile."""
        self.enrolments.admit_again(device, now=self.now())
        self._receiving.readmit(device)

    def review(self, uid: str, state: str) -> None:
        """Say something of an activity, if it is here."""
        try:
            reviewing.review(self.store, self._kinds, uid, state, reason="Xem lại", remarks={}, now=self.now())
        except InputError:
            return

    def publish(self, text: str) -> None:
        """Send all units a notice."""
        published.publish(self.store, topic="notice", key=text[:20], body={"title": text, "text": text}, now=self.now())

    # Falling and rising

    def copy(self) -> None:
        """Keep a copy of the files as they are, as a backup would."""
        target = self.folder.with_name(f"{self.folder.name}-copy{len(self.copies)}")
        shutil.copytree(self.folder, target)
        self.copies.append((target, len(self.copies)))

    def restore(self, which: int) -> None:
        """Put an earlier copy in place of the files."""
        self.fall()
        shutil.rmtree(self.folder)
        shutil.copytree(self.copies[which][0], self.folder)
        self.restores += 1
        self._rise()

    def fall(self) -> None:
        """End without a word."""
        self.doom = ""
        self.store.close()

    def _rise(self) -> None:
        (self.folder / FILE_NAME).parent.mkdir(exist_ok=True)
        self.store: Store = open_folder(self.folder)
        self.enrolments = Enrolments(self.store)
        self._receiving = Receiving(self.store, self._kinds, now=self.now)
        event.listen(self.store.engine, "commit", self._before_commit)
        self._known: dict[str, list[bytes]] = {}

    def _before_commit(self, _: Connection) -> None:
        if self.doom == BEFORE:
            self.doom = ""
            raise CentreDied

    # Looking in

    def rids(self, unit: str) -> list[bytes]:
        """Return the rids of a unit's log in order, as they are committed now."""
        with self.store.reading() as connection:
            known = self._known.setdefault(unit, [])
            mine = (tables.revisions.c.unit == unit, tables.revisions.c.position > len(known))
            known += connection.scalars(select(tables.revisions.c.rid).where(*mine).order_by(tables.revisions.c.position))
        return known

    def entries(self, unit: str) -> list[Any]:
        """Return the rows of a unit's log by position."""
        query = select(tables.revisions).where(tables.revisions.c.unit == unit).order_by(tables.revisions.c.position)
        with self.store.reading() as connection:
            return list(connection.execute(query))

    def current(self, unit: str) -> dict[str, Any]:
        """Return the current activities of a unit by uid."""
        query = select(tables.activities).where(tables.activities.c.unit == unit)
        with self.store.reading() as connection:
            return {row.uid: row for row in connection.execute(query)}

    def end(self, unit: str) -> tuple[int, bytes]:
        """Return position and chain of a unit's log."""
        with self.store.reading() as connection:
            return log.end(connection, unit)


def chain_of(rids: list[bytes]) -> bytes:
    """Return the chain behind these entries."""
    chain = identity.START
    for rid in rids:
        chain = identity.log_link(chain, rid)
    return chain


def _reply(response: Any) -> Reply:
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, bytes(response.body))
