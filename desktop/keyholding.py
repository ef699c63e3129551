"""The key of the book as window and console ask for it: its sheet, the centre's slot, another PC, another person.

Two kinds of caller: who has the book open (`KeyHolding`), and who stands before a book that does not open (`Locked`).
"""

from __future__ import annotations

import json
import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from desktop.models import engine, keys
from desktop.models.book import FILE, Book
from desktop.models.errors import InputError, KeyMissing, StoreError
from desktop.models.files import atomic_write, told
from desktop.models.key_slots import KEY_SIZE, Slots, name_of, parse
from desktop.models.keys import KeyPlace
from desktop.models.recovery import new_code
from desktop.models.text import number_vi
from desktop.ui.desk_keys import KeyState, SheetDraft

REQUEST_FILE = "book.request"  # the secret a centre's answer is opened with; 0600, gone once it was used
HANDOVERS = "handovers"  # setting: who handed over to whom, and which sheet was new


class KeyHolding:
    """The slots of an open book, and where the book goes."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def state(self) -> KeyState:
        """Return which ways open this book, and whether it is only looked at."""
        found, place = self._book.key_slots(), keys.read_mark(self._book.folder)
        sheet, centre = found.sheet, found.centre
        standing = self._book.standing
        return KeyState(
            encrypted=engine.ENCRYPTED, keyring=place.place == keys.KEYRING, sheet=sheet.number if sheet else 0,
            sheet_made=sheet.made if sheet else "", sheet_by=sheet.by if sheet else "", centre_made=centre.made if centre else "",
            centre_known=bool(self._box_key()), changing=keys.is_staged(self._book.folder),
            standing=standing.get("why", ""), words=standing.get("words", ""),
        )  # fmt: skip

    def refresh(self) -> None:
        """Close the key to the centre this book knows, where that was not done; nothing else is asked of anybody."""
        centre = self._box_key()
        if not centre:
            return
        found = self._book.key_slots()
        if found.centre is None or found.centre.key != name_of(centre):
            self._book.keep_key_slots(self._for_centre(found, self._book.key))

    def new_sheet(self, by: str = "") -> SheetDraft:
        """Return a sheet with a fresh code, as PDF; it opens nothing before `keep_sheet`."""
        from desktop.printing.recovery import Sheet, sheet

        found, office = self._book.key_slots(), self._book.office
        number, code = (found.sheet.number if found.sheet else 0) + 1, new_code()
        paper = sheet(Sheet(office.unit.name, number, code, date.today(), by or office.person, centre=found.centre is not None))
        return SheetDraft(code, number, paper)

    def keep_sheet(self, code: str, *, by: str = "", new_key: bool = False) -> None:
        """Make the code of a new sheet open the book; the sheet before it opens nothing from now on.

        `new_key`: the old sheet may be in strange hands, so that the book gets another key at its next start.
        """
        found, by = self._book.key_slots(), by or self._book.office.person
        number = (found.sheet.number if found.sheet else 0) + 1
        self._book.keep_key_slots(found.with_sheet(self._book.key, code, by=by, number=number))
        if new_key:
            fresh = secrets.token_bytes(KEY_SIZE)
            slots = Slots.of(fresh, book=found.book, unit=found.unit).with_sheet(fresh, code, by=by, number=number)
            keys.stage(self._book.folder, fresh, self._for_centre(slots, fresh))

    def leave(self, target: Path) -> int:
        """Write the book into one file for another PC, and let this one only be looked at; return how many saves it holds."""
        from desktop.models import moving

        return moving.leave(self._book, target)

    def take_back(self) -> None:
        """Write on here in a book that had moved."""
        from desktop.models import moving

        moving.take_back(self._book)

    def look(self, source: Path) -> Any:
        """Return what a file of a book says of itself. Raises InputError."""
        from desktop.models import moving

        return moving.look(source)

    def take_in(self, source: Path, code: str) -> str:
        """Take the book of a merged ward in as history; return what was done, in words."""
        from desktop.models import moving

        with moving.take_in(self._book.folder, source, recovery=code) as history:
            count = history.query("SELECT count(*) FROM activities WHERE binned = 0")[0][0]
            left = history.query("SELECT count(*) FROM activities WHERE verdict <> 'sent' AND binned = 0")[0][0]
            name = history.office.unit.name
        more = f"; {number_vi(left)} hoạt động chưa gửi, hãy mở sổ đó và gửi nốt" if left else ""
        return f"Đã nhận sổ cũ của {name}: {number_vi(count)} hoạt động để tra cứu{more}."

    def histories(self) -> list[tuple[str, Path]]:
        """Return (name of the unit, folder) of the books taken in."""
        from desktop.models import moving

        return moving.histories(self._book.folder)

    def hand_over(self, taker: str) -> bytes:
        """Write the book over to another person; return the record of it as PDF, to be signed by both."""
        from desktop.printing.handover import record

        taker = " ".join(taker.split())
        if not taker:
            raise InputError("Chưa ghi tên người nhận: hãy ghi họ và tên người nhận bàn giao.")
        facts = self._facts(taker)
        with self._book.tx():
            self._book.sign_as(taker)
            told = [*self._book.setting(HANDOVERS, []), {"at": facts.at, "from": facts.giver, "to": taker, "sheet": facts.sheet}]
            self._book.set(HANDOVERS, told)
        return record(facts)

    def _facts(self, taker: str) -> Any:
        from desktop.models.outbox import Outbox
        from desktop.printing.handover import Facts

        ask, office = self._book.query, self._book.office
        outbox = Outbox(self._book)
        counts, last = outbox.counts(), outbox.receipts(1)
        copy = ask("SELECT at, file FROM copies WHERE fault = '' ORDER BY n DESC LIMIT 1")
        end = ask("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1")
        found = self._book.key_slots()
        return Facts(
            unit=office.unit.name, giver=office.person, taker=taker, at=datetime.now(UTC).isoformat(timespec="seconds"),
            activities=int(ask("SELECT count(*) FROM activities WHERE binned = 0")[0][0]), saves=int(end[0][0]) if end else 0,
            first=str(ask("SELECT coalesce(min(starts_on), '') FROM activities WHERE binned = 0")[0][0]),
            last=str(ask("SELECT coalesce(max(starts_on), '') FROM activities WHERE binned = 0")[0][0]),
            photos=int(ask("SELECT count(*) FROM attachments")[0][0]), drafts=int(ask("SELECT count(*) FROM drafts")[0][0]),
            unsent=counts.waiting, refused=counts.refused_now, last_sent=last[0][1] if last else "",
            copied=str(copy[0][0]) if copy else "", copy_name=Path(str(copy[0][1])).name if copy else "",
            sheet=found.sheet.number if found.sheet else 0, sheet_made=found.sheet.made if found.sheet else "",
            centre=found.centre is not None, fingerprint=bytes(end[0][1]).hex()[:16] if end else "",
        )  # fmt: skip

    def _box_key(self) -> bytes:
        kept = self._book.setting("enrolment") or {}
        return bytes.fromhex(kept.get("box_key", ""))

    def _for_centre(self, found: Slots, key: bytes) -> Slots:
        centre = self._box_key()
        if not centre:
            return found
        from sync import recovery

        return found.with_centre(name_of(centre), recovery.close_slot(key, centre, unit=found.unit, book=found.book))


class Locked:
    """A book whose key is not on this PC: what opens it again. Nothing here writes into the book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def close(self) -> None:
        """Nothing is open."""

    @property
    def sheet(self) -> int:
        """The number of the sheet that opens it, 0 where none does."""
        found = self._slots()
        return found[0].sheet.number if found and found[0].sheet else 0

    @property
    def has_centre(self) -> bool:
        """Tell whether the centre can open it."""
        return any(one.centre for one in self._slots())

    @property
    def asked(self) -> str:
        """The code of the request that waits for the centre's answer, "" for none."""
        kept = self._request()
        return str(kept[0].code) if kept else ""

    def unlock(self, typed: str) -> None:
        """Open the book by the code of its sheet and keep the key on this PC again. Raises InputError, KeyMissing."""
        fault = KeyMissing("Bên cạnh sổ không còn tệp «book.keys» và không có bản sao lưu nào mang theo khóa: hãy tìm bản sao lưu "
                           "trên USB rồi khôi phục.")  # fmt: skip
        for found in self._slots():
            try:
                self._keep(found, keys.unlock(found.dump(), recovery=typed))
            except KeyMissing as missing:
                fault = missing
            else:
                return
        raise fault

    def ask(self, target: Path) -> str:
        """Write a request for the centre; return the code to read out on the telephone. The PC can be used meanwhile."""
        from sync import recovery

        found = next((one for one in self._slots() if one.centre), None)
        if found is None or found.centre is None:
            raise InputError("Sổ này chưa gửi khóa dự phòng cho trung tâm nên trung tâm không mở được: hãy tìm phiếu khôi phục.")
        kept = self._request()
        if kept and kept[0].slot == found.centre.box:
            request = kept[0]  # the same again: an answer that is under way still fits
        else:
            request, secret = recovery.ask(found.centre.box, unit=found.unit, book=found.book)
            content = {"request": request.facts, "secret": secret.hex()}
            atomic_write(self.folder / REQUEST_FILE, json.dumps(content).encode(), mode=0o600)
        atomic_write(target, recovery.write_request(request))
        return request.code

    def accept(self, path: Path) -> None:
        """Open the book by the centre's answer; it works once. Raises InputError for any other file."""
        from sync import recovery

        kept = self._request()
        if kept is None:
            raise InputError("Máy này không có yêu cầu mở khóa nào đang chờ, hoặc tệp trả lời đã dùng rồi: hãy tạo yêu cầu mới.")
        request, secret = kept
        key = recovery.read_answer(path, request, secret)
        found = next((one for one in self._slots() if one.book == request.book and one.fits(key)), None)
        if found is None:
            raise KeyMissing("Tệp mở khóa đúng cách nhưng không phải khóa của sổ này: hãy tạo yêu cầu mới gửi trung tâm.")
        self._keep(found, key)
        with told(self.folder / REQUEST_FILE):
            (self.folder / REQUEST_FILE).unlink(missing_ok=True)

    def _keep(self, found: Slots, key: bytes) -> None:
        """Keep a key that truly opens the book; what it does not open stays as it is."""
        if not (self.folder / FILE).exists():
            raise StoreError(f"Không thấy tệp «{FILE}» của sổ: hãy khôi phục từ bản sao lưu; không lập sổ mới đè lên.")
        try:
            engine.connect(self.folder / FILE, key).close()
        except StoreError as fault:
            raise KeyMissing("Phiếu này mở được một bản cũ nhưng không mở được sổ hiện nay: hãy tìm phiếu mới hơn, hoặc khôi phục "
                             "bản sao lưu.", details=fault.details) from fault  # fmt: skip
        place = keys.keep(self.folder, found.book, key)
        beside = keys.read_slots(self.folder)
        if beside is None or not beside.fits(key):
            keys.keep_slots(self.folder, found)
        keys.mark(self.folder, KeyPlace(found.book, place.place))

    def _slots(self) -> list[Slots]:
        """Return the slots beside the book, and those its own backups carry, newest first."""
        from desktop.models import moving

        found = [one for one in (keys.read_slots(self.folder), keys.read_slots(self.folder, suffix=keys.NEXT)) if one]
        with told(self.folder):
            copies = sorted((path for path in (self.folder / "backups").glob("**/*") if path.is_file()),
                            key=lambda path: path.stat().st_mtime, reverse=True)  # fmt: skip
        for copy in copies[:20]:
            try:
                raw = moving.look(copy).slots
                found += [parse(raw)] if raw else []
            except (InputError, StoreError):
                continue
        book = keys.read_mark(self.folder).book if keys.is_marked(self.folder) else ""
        return list(dict.fromkeys(one for one in found if not book or one.book == book))

    def _request(self) -> Any:
        path = self.folder / REQUEST_FILE
        if not path.exists():
            return None
        from sync import recovery

        with told(path):
            try:
                content = json.loads(path.read_bytes())
                return recovery.request_of(content["request"], path.name), bytes.fromhex(content["secret"])
            except (ValueError, KeyError, TypeError, InputError):
                return None


def settle(folder: Path, source: Path, code: str) -> Book:
    """Put the book of another PC into an empty folder; return it, open. Raises InputError, KeyMissing, StoreError."""
    from desktop.models import moving

    return moving.settle(folder, source, recovery=code)
