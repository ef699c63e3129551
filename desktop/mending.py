"""The health of the book as window and console ask for it: check it, mend it, take a mending back."""

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import engine, integrity, keys, published, repairs, salt, typed, witness
from desktop.models.book import FILE, Book
from desktop.models.errors import AppError, Damaged, InputError, StoreError
from desktop.models.files import atomic_write, make_folder, put_in_place, sync_folder, told
from desktop.models.integrity import Check, Finding, Findings
from desktop.models.journal import Journal
from desktop.models.kinds import Kinds
from desktop.models.rebuilding import Outcome, Rebuilding
from desktop.models.salvage import Wreck, tables_of
from desktop.models.text import number_vi

MENDED, SET_ASIDE = f"{FILE}.mended", "hong"  # the fresh file; folders of damaged books beside the copies
OUTCOME = "mended"  # setting of the fresh file until it was told
_COPY = f"{FILE}.copy"
_CHUNK = 2**20
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Health:
    """How the book was when last looked at; `at` is UTC ISO, "" before the first check."""

    at: str
    seconds: float
    found: tuple[Finding, ...]
    damaged: bool
    under_way: bool  # a check was interrupted and goes on in the next rest
    aside: tuple[str, ...] = ()  # damaged books that were set aside, the newest first


@dataclass(frozen=True, slots=True)
class Plan:
    """What mending would do. `way` is "none", "in place" or "rebuild"; counts of what can be read where."""

    way: str
    found: tuple[Finding, ...]
    pages: int = 0
    damaged_pages: int = 0
    revisions: int = 0  # left in the file
    known: int = 0  # how many there were, as far as anything tells
    copy: str = ""  # the newest copy that is whole, "" where there is none
    copy_at: str = ""
    copy_revisions: int = 0
    losses: tuple[str, ...] = field(default=())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person reads before pressing the button."""
        if self.way == "none":
            return ("Không có gì phải sửa: sổ nguyên vẹn.",)
        if self.way == "in place":
            return (*(one.sentence for one in self.found), "Sửa ngay trong sổ, không lần lưu nào bị đụng tới.")
        left = f"Trong tệp còn đọc được {number_vi(self.revisions)} lần lưu" + (
            f" trong khoảng {number_vi(self.known)}" if self.known > self.revisions else "")  # fmt: skip
        damaged = f"; {number_vi(self.damaged_pages)} trang hỏng trong {number_vi(self.pages)}." if self.damaged_pages else "."
        copy = (f"Phần thiếu được bù từ bản sao lưu {self.copy} ({number_vi(self.copy_revisions)} lần lưu)." if self.copy
                else "Không thấy bản sao lưu nào còn nguyên trên máy này.")  # fmt: skip
        return (left + damaged, copy, "Những gì đã gửi được lấy lại từ trung tâm ở lần gửi tới.",
                "Tệp hỏng được cất nguyên trong thư mục backups, có thể đưa trở lại.")  # fmt: skip


class Mending:
    """Checks and mends one book; `book` is open and belongs to the thread that asks."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def health(self) -> Health:
        """Tell how the book was when last looked at."""
        harmed = bool(self._book.harm.seen)
        last, under_way = None, False
        try:
            last, under_way = integrity.last(self._book), self._book.setting(integrity.SETTING) is not None
        except Damaged:
            harmed = True
        at, took, found = last or ("", 0, ())
        damaged = harmed or any(one.severity == integrity.BROKEN for one in found)
        return Health(at, took / 1000, found, damaged, under_way, asides(self._book.folder))

    def start(self) -> str:
        """Look at what can be seen at once after the start: has the book gone back? Return the sentence, "" when not."""
        said = witness.compare(self._book)
        return said or self._book.harm.seen

    def witness(self) -> bool:
        """Write down beside the book how far it has come; for a rest after saves."""
        return not self._book.harm.seen and witness.keep(self._book)

    def check(self, progress: Told = lambda done, whole: None, stopped: Callable[[], bool] = lambda: False) -> Findings | None:
        """Go on with the check of the whole book, or begin one; None when it was stopped: it goes on next time."""
        one = Check(self._book, self._kinds, place=self._book.setting(integrity.SETTING))
        whole, last = len(integrity.PARTS), -1

        def seen() -> bool:
            nonlocal last
            if one.done != last:  # asked thousands of times a second
                last = one.done
                progress(last, whole)
            return stopped()

        finished = one.run(seen)
        if not finished:
            self._book.set(integrity.SETTING, one.place)
            return None
        if not self._book.harm.seen:
            integrity.keep(self._book, one.findings)
        return one.findings

    def due(self, now: datetime, *, days: float = 1) -> bool:
        """Tell whether a check is under way or the last one is older than so many days."""
        if self._book.harm.seen:
            return False
        last = integrity.last(self._book)
        if last is None or self._book.setting(integrity.SETTING) is not None:
            return True
        try:
            age = (now - datetime.fromisoformat(last[0])).total_seconds()
        except (ValueError, TypeError):
            return True
        return age < 0 or age > days * 86_400

    def mend_in_place(self, found: tuple[Finding, ...]) -> Findings:
        """Mend small harm inside the file and check again; return what is left."""
        repairs.mend(self._book, self._kinds, found)
        left = integrity.check(self._book, self._kinds)
        integrity.keep(self._book, left)
        return left

    def plan(self) -> Plan:
        """Say what mending would do."""
        return plan(self._book.folder)

    def rebuild(self, progress: Told = lambda done, whole: None) -> Outcome:
        """Make the fresh file beside the book; `settle` puts it in place when nobody has the book open."""
        return rebuild(self._book.folder, progress=progress)


def look(folder: Path) -> Findings:
    """Check a book that may not even open, and note the check in the book where it can be written to."""
    key = _key(folder)
    found = _look(folder, key)
    if found is None:
        return Findings((Finding("structure", integrity.BROKEN, f"Không thấy tệp «{FILE}» của sổ: hãy bấm «Sửa sổ» hoặc khôi phục "
                                 "từ bản sao lưu.", "copy"),))  # fmt: skip
    if not found.damaged:
        with Book.open(folder) as book:
            integrity.keep(book, found)
            witness.keep(book)
    return found


def plan(folder: Path, *, copy: Path | None = None) -> Plan:
    """Look at a book that may not even open and say what mending would do; nothing is changed."""
    key = _key(folder)
    found = _look(folder, key)
    if found is not None and not found.found:
        return Plan("none", ())
    if found is not None and found.in_place:
        return Plan("in place", found.found)
    with ExitStack() as stack:
        wreck = stack.enter_context(_wreck(folder, key))
        newest = stack.enter_context(_newest_copy(folder, key, copy))
        rids = {row["rid"] for row in wreck.rows("journal")} if wreck else set()
        known = max((seq for _, _, seq in wreck.named_by_index()), default=0) if wreck else 0
        kept = witness.read(folder, key)
        losses = tuple(name for name, loss in wreck.losses.items() if loss.any) if wreck else ()
        name, at, count = "", "", 0
        if newest is not None:
            name, at, count = newest.name, newest.at, newest.revisions
        return Plan("rebuild", found.found if found else (), wreck.count if wreck else 0, wreck.damaged if wreck else 0, len(rids),
                    max(known, len(rids), kept.seq if kept else 0), name, at, count, losses)  # fmt: skip


def rebuild(folder: Path, *, copy: Path | None = None, progress: Told = lambda done, whole: None) -> Outcome:
    """Make a fresh book of everything that is left, beside the damaged one, and check it.

    Raises StoreError when there is nothing to make one from; the book in place is as it was.
    """
    key = _key(folder)
    kept = witness.read(folder, key)
    with ExitStack() as stack:
        wreck = stack.enter_context(_wreck(folder, key))
        newest = stack.enter_context(_newest_copy(folder, key, copy))
        if newest is None and not (wreck and wreck.readable):
            raise StoreError("Trong tệp sổ không còn gì đọc được và không có bản sao lưu trên máy này: hãy cắm USB có bản sao lưu "
                             "rồi khôi phục; tệp hỏng vẫn được giữ nguyên.")  # fmt: skip
        copies = [newest.book] if newest else []
        made = Rebuilding(folder, key, published.kinds_of, wreck, copies, known=kept, progress=progress)
        outcome = made.run(folder / MENDED)
    fresh = Book(folder, key, engine.connect(folder / MENDED, key))
    try:
        left = integrity.check(fresh, published.kinds_of(fresh))
        if left.damaged:
            raise StoreError("Sổ dựng lại chưa đạt kiểm tra nên không thay vào: hãy khôi phục từ bản sao lưu; tệp hỏng vẫn được "
                             "giữ nguyên.", details=" · ".join(one.sentence for one in left.found))  # fmt: skip
        with fresh.tx():
            integrity.keep(fresh, left)
            fresh.set(OUTCOME, asdict(outcome))
    finally:
        fresh.close()
    return outcome


def settle(folder: Path) -> Path:
    """Put the mended book in place of the damaged one, which is set aside whole; return the folder it lies in now.

    Nobody may have the book open. Raises StoreError when the disk refuses; old or new is then in place, never neither.
    """
    fresh = folder / MENDED
    if not fresh.exists():
        raise InputError("Chưa có sổ dựng lại để thay vào: hãy bấm «Sửa sổ» trước.")
    aside = _aside(folder, SET_ASIDE)
    _put(folder, fresh)
    _take_typed(folder)
    return aside


def finish(folder: Path) -> list[str]:
    """Settle, and say what became of the book: the outcome was kept in the fresh file."""
    aside = settle(folder)
    with Book.open(folder) as book:
        kept = book.setting(OUTCOME)
        book.set(OUTCOME, None)
    told_ = Outcome(**{**kept, "missing_names": tuple(kept["missing_names"])}) if kept else Outcome()
    return told_of(told_, aside)


def undo(folder: Path, aside: Path) -> Path:
    """Put a book that was set aside back in place; the one there now is set aside in turn. Return where that lies."""
    if aside.parent != folder / "backups" or not (aside / FILE).exists():
        raise InputError("Không thấy tệp sổ đã cất: hãy chọn lại trong danh sách.")
    now = _aside(folder, "truoc-hoan-tac")
    back = folder / f"{FILE}.back"
    with told(back):
        shutil.copyfile(aside / FILE, back)
        if (aside / f"{FILE}-wal").exists():
            shutil.copyfile(aside / f"{FILE}-wal", folder / f"{back.name}-wal")
    _put(folder, back)
    if (aside / salt.FILE).exists():
        with told(aside):
            atomic_write(folder / salt.FILE, (aside / salt.FILE).read_bytes())
    return now


def asides(folder: Path) -> tuple[str, ...]:
    """Return the names of damaged books that were set aside, the newest first."""
    return tuple(sorted((one.name for one in (folder / "backups").glob(f"{SET_ASIDE}-*") if (one / FILE).exists()), reverse=True))


def told_of(outcome: Outcome, aside: Path | None = None) -> list[str]:
    """Say what a mending brought back, in counts."""
    said = [f"Sổ đã được dựng lại: {number_vi(outcome.revisions)} lần lưu của {number_vi(outcome.activities)} hoạt động, "
            f"{number_vi(outcome.photos)} ảnh, {number_vi(outcome.drafts)} bản nháp."]  # fmt: skip
    if outcome.from_copy or outcome.from_rows:
        parts = [f"{number_vi(outcome.from_file)} lần lưu đọc từ tệp hỏng"]
        parts += [f"{number_vi(outcome.from_copy)} từ bản sao lưu"] if outcome.from_copy else []
        parts += [f"{number_vi(outcome.from_rows)} dựng lại từ danh sách"] if outcome.from_rows else []
        said.append(", ".join(parts) + ".")
    if outcome.missing:
        names = f": {'; '.join(outcome.missing_names[:5])}" if outcome.missing_names else ""
        said.append(f"Còn thiếu {number_vi(outcome.missing)} lần lưu{names}. Những gì đã gửi sẽ về lại ở lần gửi tới.")
    if outcome.photos_missing:
        said.append(f"Còn thiếu {number_vi(outcome.photos_missing)} ảnh: hãy thêm lại từ tệp gốc nếu còn.")
    if not outcome.settings:
        said.append("Một phần thiết lập đã mất: hãy xem lại trang Cài đặt; nếu không gửi được thì mở lại tệp đơn vị.")
    if not outcome.missing and not outcome.photos_missing:
        said.append("Không thiếu gì.")
    if aside is not None:
        said.append(f"Tệp hỏng được cất nguyên ở backups/{aside.name}.")
    return said


# Copies


@dataclass(frozen=True, slots=True)
class _Copy:
    name: str
    at: str
    revisions: int
    book: Book


@contextmanager
def _newest_copy(folder: Path, key: bytes, chosen: Path | None) -> Iterator[_Copy | None]:
    """Open the newest copy that is whole, as a scratch file beside the book; None where there is none."""
    scratch = folder / _COPY
    found: _Copy | None = None
    try:
        for source, at in [(chosen, "")] if chosen else _copies(folder):
            _clear(scratch)
            try:
                _unpack(source, scratch)
                found = _opened(scratch, key, source.name, at)
            except (AppError, ValueError, KeyError, zipfile.BadZipFile):
                if chosen:
                    raise InputError(f"«{source.name}» không phải bản sao lưu còn nguyên của sổ này: hãy chọn tệp khác.") from None
                continue
            break
        yield found
    finally:
        if found is not None:
            found.book.close()
        _clear(scratch)


def _copies(folder: Path) -> list[tuple[Path, str]]:
    """Return the copies beside the book and when they were made, the newest first."""
    found = []
    for path in (folder / "backups").glob("**/*"):
        if path.is_file() and SET_ASIDE not in path.parent.name and path.suffix not in ("-wal", "-shm"):
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    names = [name for name in archive.namelist() if name.endswith(".json")]
                    at = str(json.loads(archive.read(names[0])).get("made", at)) if names else at
                found.append((path, at))
            elif path.name == FILE or path.suffix == ".db":
                found.append((path, at))
    return sorted(found, key=lambda one: one[1], reverse=True)


def _unpack(source: Path, scratch: Path) -> None:
    with told(source):
        if not zipfile.is_zipfile(source):
            shutil.copyfile(source, scratch)
            return
        with zipfile.ZipFile(source) as archive, archive.open(FILE) as packed, scratch.open("wb") as out:
            while piece := packed.read(_CHUNK):
                out.write(piece)


def _opened(scratch: Path, key: bytes, name: str, at: str) -> _Copy:
    book = Book(scratch.parent, key, engine.connect(scratch, key))
    try:
        engine.prepare(book.connection)
        if book.query("SELECT count(*) FROM sqlite_master WHERE name = 'redactions'")[0][0] == 0:
            raise StoreError("Bản sao lưu của phiên bản cũ hơn.")
        with engine.faults():
            if book.connection.execute("PRAGMA cipher_integrity_check").fetchall():
                raise StoreError("Bản sao lưu hỏng.")
        Journal(book).verify()
        return _Copy(name, at, book.query("SELECT count(*) FROM journal")[0][0], book)
    except BaseException:
        book.close()
        raise


# The file


def _key(folder: Path) -> bytes:
    if not Book.exists(folder):
        raise StoreError(f"Chưa có sổ trong «{folder}»: hãy lập sổ trước (sophuong init, hoặc mở chương trình).")
    return keys.fetch(folder, keys.read_mark(folder))


def _look(folder: Path, key: bytes) -> Findings | None:
    """Check a book that nobody may have opened yet; None when it does not even open."""
    if not (folder / FILE).exists():
        return None
    try:
        book = Book(folder, key, salt.connect(folder / FILE, key))
    except StoreError as fault:
        return Findings((Finding("structure", integrity.BROKEN, fault.sentence, "salvage"),))
    try:
        engine.prepare(book.connection)
        return integrity.check(book, published.kinds_of(book))
    except AppError as fault:
        return Findings((Finding("structure", integrity.BROKEN, fault.sentence, "salvage"),))
    finally:
        book.close()


@contextmanager
def _wreck(folder: Path, key: bytes) -> Iterator[Wreck | None]:
    if not (folder / FILE).exists():
        yield None
        return
    from desktop.models import migrations

    fresh = Book(folder, key, engine.connect(Path(":memory:"), key, create=True))
    try:
        with engine.faults():
            migrations.steps.apply(fresh.db)
        tables = tables_of(fresh)
    finally:
        fresh.close()
    with Wreck(folder / FILE, key, _decrypt, tables) as wreck:
        yield wreck


def _decrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(data)


def _aside(folder: Path, name: str) -> Path:
    """Copy the book as it lies there into a folder of its own, whole."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = folder / "backups" / f"{name}-{stamp}"
    make_folder(kept)
    with told(kept):
        for part in (FILE, f"{FILE}-wal", salt.FILE, witness.NAME):
            if (folder / part).exists():
                shutil.copy2(folder / part, kept / part)
                _sync(kept / part)
        sync_folder(kept)
    return kept


def _put(folder: Path, fresh: Path) -> None:
    """Put a file in place of the book; its write-ahead log and witness go with the old one."""
    witness.forget(folder)
    with told(folder):
        for path in (f"{FILE}-wal", f"{FILE}-shm", salt.FILE):
            (folder / path).unlink(missing_ok=True)
        log = fresh.with_name(f"{fresh.name}-wal")
        if log.exists():
            log.replace(folder / f"{FILE}-wal")
    put_in_place(fresh, folder / FILE)


def _take_typed(folder: Path) -> None:
    """Take into the mended book what was typed while the damaged one could not be written to, and let it be witnessed."""
    with Book.open(folder) as book:
        typed.take(book)
        witness.renew(book)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _clear(path: Path) -> None:
    with told(path):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
