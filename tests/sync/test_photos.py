"""Photos: after the text, from wherever they stand, never a wrong one, never twice."""

import base64
import hashlib
import json
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bench import photos as bench
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import Rejected, SyncError
from desktop.models.kinds import Kinds
from sync import enrolment, parcels, photos, seal
from sync.central.app import make_app
from sync.central.pace import TooFast
from sync.central.parcels import Taken
from sync.central.parcels import accept as take_parcel
from sync.central.photos import MOST, Photos, Standing
from sync.central.receiving import Receiving
from sync.central.store import open_folder
from sync.line import Line
from sync.sender import Sender
from sync.states import Busy
from tests.sync.wards import UNIT, Between, Centre, Forward, Running, Ward, answer, invite


def photograph(seed: int, size: int = 120_000) -> bytes:
    return b"\xff\xd8\xff" + random.Random(seed).randbytes(size - 3)


def attach(ward: Ward, folder: Path, seed: int, size: int = 120_000) -> str:
    """Save an activity with one photo; return the photo's name."""
    path = folder / f"{seed}.jpg"
    path.write_bytes(photograph(seed, size))
    kept = Attachments(ward.book).add(path)
    ward.save(seed, photos=[kept.value])
    return kept.sha256


def here(centre: Centre) -> dict[str, bytes]:
    """Return the photos the centre holds whole."""
    folder = centre.store.folder / "photos"
    return {path.name: path.read_bytes() for path in folder.glob("??/*")} if folder.exists() else {}


def pieces(act: Callable[[httpx2.Request, Forward], httpx2.Response]) -> Callable[..., httpx2.Response]:
    return lambda request, forward: act(request, forward) if request.method == "POST" and "/photo/" in request.url.path else forward(request)


def test_photos_follow_the_text_and_are_what_they_were(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    names = [attach(ward, tmp_path, seed) for seed in (1, 2)]
    order: list[str] = []

    def listen(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        order.append(request.url.path.split("/")[2])
        return forward(request)

    summary = ward.send(Between(centre.transport, listen))
    assert (summary.stored, summary.photos, summary.photos_left) == (2, 2, 0)
    assert order.index("photo") > order.index("sync")
    assert here(centre) == {name: photograph(seed) for seed, name in zip((1, 2), names, strict=True)}
    assert photos.left(ward.book).count == 0
    again = ward.send(centre.transport)
    assert (again.photos, again.bytes_up < 200) == (0, True)


def test_cuts_cost_a_piece_and_never_make_a_wrong_photo(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    chance, sent, cuts = random.Random(5), [0], [0]
    names = {attach(ward, tmp_path, seed): photograph(seed) for seed in range(10, 16)}
    ward.book.set(photos.SEND, False)
    ward.send(centre.transport)
    ward.book.set(photos.SEND, True)

    def cut(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        sent[0] += len(request.read())
        if chance.random() < 0.3:
            cuts[0] += 1
            if chance.random() < 0.5:
                forward(request).read()  # it arrived, the answer did not
            raise httpx2.ReadError("connection reset")
        return forward(request)

    ticks = count(0, 5)  # a piece takes longer than four seconds: as on a line of 64 kbit/s they stay at 32 KB
    for _ in range(40):
        try:
            if not Sender(ward.book, transport=Between(centre.transport, pieces(cut)), clock=lambda: next(ticks)).send().photos_left:
                break
        except SyncError:
            continue
    assert here(centre) == names
    size = sum(map(len, names.values()))
    assert cuts[0] >= 5 and sent[0] - size <= cuts[0] * 41_000 and sent[0] <= 1.4 * size
    assert centre.store.folder.joinpath("photos", "parts").exists() is False or not list(centre.store.folder.joinpath("photos/parts").iterdir())


def test_a_piece_that_does_not_fit_is_told_where_to_go_on(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    store, data = Photos(centre.store, centre.store.folder / "photos"), photograph(3, 100_000)
    name = hashlib.sha256(data).hexdigest()
    add = lambda offset, piece: store.add("20242", name, offset, len(data), piece, now=centre.now)  # noqa: E731
    assert add(0, data[:40_000]).offset == 40_000
    assert add(0, data[:40_000]).offset == 40_000
    assert add(60_000, data[60_000:]).offset == 40_000
    # A kill between the bytes and the row: the file is longer than the row says, with bytes of a dead connection.
    part = next((centre.store.folder / "photos" / "parts").iterdir())
    part.write_bytes(part.read_bytes() + b"late bytes")
    assert add(40_000, data[40_000:70_000]).offset == 70_000
    done = add(70_000, data[70_000:])
    assert done.complete and here(centre) == {name: data}
    assert add(0, data[:10]).complete


def test_what_is_not_what_its_name_says_is_thrown_away(centre: Centre) -> None:
    store, data = Photos(centre.store, centre.store.folder / "photos"), photograph(3, 50_000)
    name = hashlib.sha256(data).hexdigest()
    wrong = store.add("20242", name, 0, len(data), data[:-1] + b"x", now=centre.now)
    assert (wrong.offset, wrong.complete, here(centre)) == (0, False, {})
    page = b"<html>" + bytes(1000)
    none = hashlib.sha256(page).hexdigest()
    assert not store.add("20242", none, 0, len(page), page, now=centre.now).complete
    assert store.add("20242", name, 0, len(data), data, now=centre.now).complete


def test_nobody_learns_what_others_sent_without_having_it(ward: Ward, centre: Centre, tmp_path: Path, kinds: Kinds) -> None:
    attach(ward, tmp_path, 1)
    ward.send(centre.transport)
    store, name = Photos(centre.store, centre.store.folder / "photos"), hashlib.sha256(photograph(1)).hexdigest()
    assert store.standing("20194", "0" * 32, name, "", now=centre.now).offset == 0
    assert store.standing("20194", "0" * 32, name, "1" * 64, now=centre.now).offset == 0
    other = Ward(tmp_path / "other", kinds, unit="20194")
    enrolment.keep_office_file(other.book, centre.office("20194"))
    attach(other, tmp_path, 1)
    summary = other.send(centre.transport)
    assert summary.photos == 1 and summary.bytes_up < 5_000  # proven, not sent


def test_text_goes_first_also_in_the_middle_of_photos(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        attach(ward, tmp_path, seed)
    seen: list[int] = []

    def write_meanwhile(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        seen.append(1)
        if len(seen) == 2:
            ward.save(50)
        return forward(request)

    summary = ward.send(Between(centre.transport, pieces(write_meanwhile)))
    assert summary.photos_left and ward.outbox.counts().waiting == 1
    assert ward.send(centre.transport).photos_left == 0


def test_night_cap_and_choice_are_kept(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        attach(ward, tmp_path, seed, 700_000)

    def send(at: datetime) -> int:
        return Sender(ward.book, transport=centre.transport, now=lambda: at.astimezone()).send().photos_left

    noon, night = datetime(2026, 11, 23, 12), datetime(2026, 11, 23, 23)
    ward.book.set(photos.SEND, False)
    assert send(night) == 3
    ward.book.set(photos.SEND, True)
    ward.book.set(photos.NIGHT_ONLY, True)
    assert send(noon) == 3
    ward.book.set(photos.DAILY_MB, 1)
    assert send(night) == 2
    assert send(night) == 2
    ward.book.set(photos.DAILY_MB, 0)
    assert send(night) == 0


def test_the_person_is_told_what_is_left(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        attach(ward, tmp_path, seed, 1_733_333)
    assert photos.left(ward.book).count == 0  # their text is not there yet
    ward.book.set(photos.SEND, False)
    ward.send(centre.transport)
    assert photos.left(ward.book).sentence(8_000) == "Văn bản đã gửi, còn 3 ảnh (5,2 MB, khoảng 11 phút)."


def test_photos_travel_in_a_parcel_too(ward: Ward, centre: Centre, kinds: Kinds, tmp_path: Path) -> None:
    name = attach(ward, tmp_path, 1)
    packed = parcels.pack(ward.book, tmp_path / "goi.sophuong", photos=True)
    assert (packed.count, packed.photos) == (1, 1)
    taken = Taken()
    receiving = Receiving(centre.store, kinds, now=lambda: centre.now)
    take_parcel(centre.store, receiving, tmp_path / "goi.sophuong", taken, now=centre.now)
    assert (taken.photos, set(here(centre))) == (1, {name})
    summary = ward.send(centre.transport)
    assert summary.photos == 1 and summary.bytes_up < 2_000


@pytest.mark.parametrize("said", [{"offset": -1, "complete": False}, {"offset": 5, "complete": True}, {}, {"offset": "0", "complete": False}])
def test_an_odd_answer_marks_nothing_done(ward: Ward, centre: Centre, tmp_path: Path, said: dict[str, object]) -> None:
    attach(ward, tmp_path, 1)

    def odd(request: httpx2.Request, _: Forward) -> httpx2.Response:
        path = request.url.raw_path.decode()
        about = hashlib.sha256(b"".join(seal.ask_parts(path, request.read()))).digest()
        body = json.dumps(said).encode()
        signature = base64.b64encode(seal.sign(centre.store.secret, *seal.answer_parts(200, about, body))).decode()
        return answer(200, headers={"content-type": "application/json", "sophuong-seal": signature}, content=body)

    def act(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        return odd(request, forward) if "/photo/" in request.url.path else forward(request)

    with pytest.raises(SyncError):
        ward.send(Between(centre.transport, act))
    assert photos.left(ward.book).count == 1


def test_cuts_and_kills_at_random_bytes_cost_little_and_store_nothing_wrong(tmp_path: Path) -> None:
    chance = random.Random(8)
    pictures = [bench.photograph(chance, 400_000) for _ in range(2)]
    found = bench.send_ours(tmp_path, pictures, [bench.faults(chance, len(data)) for data in pictures])
    assert found["wrong"] == 0
    assert found["fired"] >= 15 and found["kills"] == 2
    assert found["up"] <= 1.3 * sum(map(len, pictures))
    assert max(found["lost"]) <= 41_000


def test_two_uploads_of_one_photo_at_once_make_one_photo(ward: Ward, running: Running, tmp_path: Path) -> None:
    running.start()
    store = open_folder(running.folder)
    enrolment.keep_office_file(ward.book, invite(store, UNIT, url=running.url, now=datetime.now(UTC)))
    store.close()
    name = attach(ward, tmp_path, 1, 900_000)
    ward.book.set(photos.SEND, False)
    ward.send()
    ward.book.set(photos.SEND, True)
    device, secret = enrolment.identity(ward.book)
    both = threading.Barrier(2)

    def upload() -> int:
        with Book.open(ward.folder) as book:
            line = Line(enrolment.route(book))
            both.wait()
            try:
                return photos.PhotoSender(book, line, device, secret, clock=time.monotonic, now=datetime.now).send(
                    lambda: False, lambda: False)  # fmt: skip
            finally:
                line.close()

    with ThreadPoolExecutor(2) as pool:
        assert [one.result() for one in [pool.submit(upload), pool.submit(upload)]] == [1, 1]
    assert (running.folder / "photos" / name[:2] / name).read_bytes() == photograph(1, 900_000)
    assert list((running.folder / "photos" / "parts").iterdir()) == []


class At:
    """An upload at the centre, without a line."""

    def __init__(self, centre: Centre, size: int = 100_000) -> None:
        self.store = Photos(centre.store, centre.store.folder / "photos", a_day=200_000)
        self.data, self.now = photograph(3, size), centre.now
        self.name = hashlib.sha256(self.data).hexdigest()
        self.part = centre.store.folder / "photos" / "parts" / f"{UNIT}-{self.name}"
        self.whole = centre.store.folder / "photos" / self.name[:2] / self.name

    def add(self, offset: int, end: int) -> Standing:
        return self.store.add(UNIT, self.name, offset, len(self.data), self.data[offset:end], now=self.now)

    def standing(self) -> Standing:
        return self.store.standing(UNIT, "0" * 32, self.name, "", now=self.now)


class Killed(BaseException):
    """The power went."""


@pytest.mark.parametrize("step", ["_keep", "_finish", "_name"])
def test_a_kill_at_the_last_piece_costs_at_most_that_piece(centre: Centre, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = At(centre)
    at.add(0, 60_000)

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(at.store, step, kill) if step != "_keep" else patched.setattr(Photos, "_keep", kill)
        at.add(60_000, 100_000)
    found = at.standing()
    assert found == (Standing(60_000, complete=False) if step == "_keep" else Standing(100_000, complete=True))
    assert at.add(60_000, 100_000).complete and here(centre) == {at.name: at.data}


def test_a_kill_after_the_name_was_given_costs_nothing(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    at, keep, calls = At(centre), Photos._keep, count(1)

    def kill_second(self: Photos, *given: Any, **named: Any) -> None:
        if next(calls) == 2:
            raise Killed
        keep(self, *given, **named)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Photos, "_keep", kill_second)
        at.add(0, 100_000)
    assert at.whole.exists() and not at.part.exists()
    assert at.standing() == Standing(100_000, complete=True)


def test_bytes_beyond_the_end_are_cut_off(centre: Centre) -> None:
    at = At(centre)
    at.add(0, 60_000)
    at.part.write_bytes(at.data + b"late bytes")
    assert at.add(60_000, 100_000).complete and here(centre) == {at.name: at.data}


def test_files_older_than_their_rows_begin_again(centre: Centre) -> None:
    at = At(centre)
    at.add(0, 60_000)
    at.part.write_bytes(at.data[:50_000])
    assert at.standing() == Standing(0, complete=False)
    at.add(0, 60_000)
    at.part.unlink()
    assert at.add(60_000, 100_000) == Standing(0, complete=False)
    assert at.add(0, 100_000).complete
    at.whole.unlink()
    assert at.standing() == Standing(0, complete=False)


def test_a_photo_is_for_the_centre_alone(centre: Centre) -> None:
    at = At(centre)
    at.add(0, 60_000)
    modes = [at.part.stat().st_mode & 0o777]
    at.add(60_000, 100_000)
    assert [*modes, at.whole.stat().st_mode & 0o777] == [0o600, 0o600]


def test_an_upload_nobody_goes_on_with_is_swept_at_the_next_start(centre: Centre, kinds: Kinds) -> None:
    at = At(centre)
    at.add(0, 60_000)
    make_app(centre.store, kinds, now=lambda: at.now + timedelta(days=29))
    assert at.standing().offset == 60_000
    make_app(centre.store, kinds, now=lambda: at.now + timedelta(days=31))
    assert (at.standing().offset, at.part.exists()) == (0, False)


def test_a_unit_that_sends_too_much_comes_again_later(centre: Centre) -> None:
    at, more = At(centre), At(centre, 150_000)
    assert at.add(0, 100_000).complete
    with pytest.raises(TooFast):
        more.add(0, 150_000)
    more.now += timedelta(days=1, seconds=1)
    assert more.add(0, 150_000).complete


@pytest.mark.parametrize(("offset", "length", "size"), [(0, MOST + 1, 100), (50, 100, 51), (0, 100, 0)])
def test_a_piece_that_cannot_be_is_refused(centre: Centre, offset: int, length: int, size: int) -> None:
    store = Photos(centre.store, centre.store.folder / "photos")
    with pytest.raises(Rejected):
        store.add(UNIT, "ab" * 32, offset, length, bytes(size), now=centre.now)


def test_a_full_disk_says_come_again(ward: Ward, centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attach(ward, tmp_path, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    said: list[int] = []

    def listen(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        response = forward(request)
        said.append(response.status_code)
        return response

    monkeypatch.setattr(Photos, "_put", full)
    with pytest.raises(Busy):
        ward.send(Between(centre.transport, pieces(listen)))
    assert said == [503]
    assert photos.left(ward.book).count == 1


def test_a_photo_the_centre_never_keeps_holds_up_no_other(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    bad, good = attach(ward, tmp_path, 1, 50_000), attach(ward, tmp_path, 2, 60_000)
    with ward.book.tx() as db:
        db.execute("UPDATE attachments SET data = ? WHERE sha256 = ?", [photograph(9, 50_000), bad])
    sent: list[int] = []

    def listen(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        sent.append(len(request.read()))
        return forward(request)

    assert ward.send(Between(centre.transport, pieces(listen))).photos == 1
    assert set(here(centre)) == {good} and sum(sent) <= 2 * 50_000 + 60_000
    sent.clear()
    assert ward.send(centre.transport).photos == 0 and sent == []


def test_a_restored_centre_gets_what_it_lost_and_nothing_else(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    lost, kept = attach(ward, tmp_path, 1), attach(ward, tmp_path, 2)
    ward.send(centre.transport)
    (centre.store.folder / "photos" / lost[:2] / lost).unlink()
    photos.forget(ward.book)
    summary = ward.send(centre.transport)
    assert summary.photos == 2 and summary.bytes_up <= 125_000
    assert set(here(centre)) == {lost, kept}


def test_pieces_grow_on_a_quick_line_and_stay_small_on_a_cut_one() -> None:
    quick = photos.Pieces()
    for _ in range(5):
        quick.arrived(quick.size, 1.0)
    assert quick.size == photos.LARGEST
    slow = photos.Pieces()
    slow.arrived(slow.size, 4.5)
    assert slow.size == photos.FIRST
    for _ in range(9):
        slow.cut()
    assert slow.size == photos.SMALLEST
    for _ in range(photos.CALM - 1):
        slow.arrived(slow.size, 0.1)
    assert slow.size == photos.SMALLEST
    slow.arrived(slow.size, 0.1)
    assert slow.size == 2 * photos.SMALLEST
    assert photos.Pieces(slow.size).size == slow.size
