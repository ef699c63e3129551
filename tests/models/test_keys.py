"""The key of a book: in the keyring where there is one, in a file of the owner's where there is none."""

import json
import math
import os
import random
from collections import Counter
from itertools import combinations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from desktop.keyholding import KeyHolding, Locked
from desktop.models import backup, engine, key_slots, keys, moving, recovery, rekeying
from desktop.models.book import Book
from desktop.models.drafts import Drafts
from desktop.models.errors import Damaged, InputError, KeyMissing, Rejected, StoreError
from sync import box
from sync import recovery as sync_recovery


class Ring(KeyringBackend):
    """A keyring of this process, through keyring's own door for backends."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def ring():
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_with_a_keyring_no_key_lies_beside_the_book(tmp_path, ring):
    Book.create(tmp_path / "so", unit="20242").close()
    assert not (tmp_path / "so" / keys.KEY_FILE).exists()
    assert len(ring.kept) == 1
    with Book.open(tmp_path / "so") as book:
        assert book.office.unit.code == "20242"


def test_a_key_gone_from_the_keyring_is_told_and_the_book_is_as_it_was(tmp_path, ring):
    Book.create(tmp_path / "so", unit="20242").close()
    ring.kept.clear()
    before = (tmp_path / "so" / "book.db").read_bytes()
    with pytest.raises(StoreError, match="khóa"):
        Book.open(tmp_path / "so")
    assert (tmp_path / "so" / "book.db").read_bytes() == before


def test_without_a_keyring_the_key_is_a_file_and_the_book_opens(tmp_path):
    Book.create(tmp_path / "so", unit="20242").close()
    assert (tmp_path / "so" / keys.KEY_FILE).exists()
    Book.open(tmp_path / "so").close()


# The code on the sheet


@pytest.fixture
def quick(monkeypatch):
    """Argon2id as weak as it goes: what is tested is the way, not how long it takes."""
    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)


def test_a_wrong_sign_and_two_swapped_ones_are_noticed_in_their_group():
    code = recovery.new_code()
    groups = code.split("-")
    for at, group in enumerate(groups):
        spoilt = {group[:i] + sign + group[i + 1 :] for i in range(len(group)) for sign in recovery.SIGNS if sign != group[i]}
        spoilt |= {group[:i] + group[i + 1] + group[i] + group[i + 2 :] for i in range(5) if group[i] != group[i + 1]}
        for wrong in spoilt:
            with pytest.raises(InputError, match=f"Nhóm {at + 1} "):
                recovery.read_code("-".join([*groups[:at], wrong, *groups[at + 1 :]]))


def test_two_groups_changed_over_are_noticed():
    groups = recovery.new_code().split("-")
    with pytest.raises(InputError, match="Nhóm 2, 5 "):
        recovery.read_code("-".join([groups[0], groups[4], groups[2], groups[3], groups[1], groups[5]]))


def test_no_keyboard_of_unikey_makes_another_letter_of_a_code():
    assert not set("AEIOUYWD[]") & set(recovery.SIGNS)  # Telex, VNI and VIQR change a letter only beside one of these


@pytest.mark.parametrize("hand", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", ""),
                                  lambda code: code.replace("0", "O").replace("1", "l").replace("8", "B"),
                                  lambda code: f"  {code.replace('5', 's').replace('2', 'z')}\n"])  # fmt: skip
def test_a_code_is_read_as_people_type_it(hand):
    for _ in range(20):
        code = recovery.new_code()
        assert recovery.read_code(hand(code)) == code


def test_a_code_that_is_cut_short_says_how_long_it_must_be():
    with pytest.raises(InputError, match="35 ký tự"):
        recovery.read_code(recovery.new_code()[:-1])


def test_a_code_holds_at_least_128_bits():
    assert math.log2(len(recovery.SIGNS)) * (recovery.LENGTH - 1) * recovery.GROUPS > 128


# The slots


def make(folder, *, centre=b"", unit="20242"):
    """Return (code, key) of a closed book with a sheet, and with the centre's slot where a public key is given."""
    with Book.create(folder, unit=unit, person="Lan") as book:
        if centre:
            book.set("enrolment", {"box_key": centre.hex()})
        Drafts(book).keep("nháp", "KHAC", {"title": "còn đây"})
        holding = KeyHolding(book)
        holding.refresh()
        code = recovery.new_code()
        holding.keep_sheet(code)
        return code, book.key


def is_whole(folder):
    with Book.open(folder) as book:
        return Drafts(book).get("nháp").values == {"title": "còn đây"}


@pytest.mark.usefixtures("quick")
def test_a_sheet_opens_the_book_and_a_new_one_takes_its_place(tmp_path):
    code, key = make(tmp_path / "so")
    before = keys.slots(tmp_path / "so")
    assert keys.unlock(before, recovery=code.lower()) == key
    with Book.open(tmp_path / "so") as book:
        KeyHolding(book).keep_sheet(second := recovery.new_code())
        assert KeyHolding(book).state().sheet == 2
    now = keys.slots(tmp_path / "so")
    assert keys.unlock(now, recovery=second) == key
    with pytest.raises(KeyMissing, match="phiếu số 2"):
        keys.unlock(now, recovery=code)
    with pytest.raises(KeyMissing, match="phiếu số 1"):
        keys.unlock(before, recovery=second)


@pytest.mark.usefixtures("quick")
def test_slots_show_nothing_of_the_key_and_differ_each_time(tmp_path):
    code, key = make(tmp_path / "so")
    raw = keys.slots(tmp_path / "so")
    assert key.hex() not in raw.decode() and code not in raw.decode() and "Lan" in raw.decode()
    found = key_slots.parse(raw)
    assert found.with_sheet(key, code).sheet.box != found.sheet.box


@pytest.mark.parametrize("lost", ["key", "key and sheet", "key and centre", "slots", "slots and marker"])
@pytest.mark.usefixtures("quick")
def test_what_is_left_of_the_ways_opens_the_book(tmp_path, lost):
    secret, public = box.new_pair()
    folder = tmp_path / "so"
    code, _ = make(folder, centre=public)
    if "key" in lost:
        (folder / keys.KEY_FILE).unlink()
        with pytest.raises(KeyMissing):
            Book.open(folder)
    if "slots" in lost:
        (folder / keys.SLOTS_FILE).unlink()
    if "marker" in lost:
        (folder / keys.MARKER).write_bytes(b"")
    if lost == "slots and marker":
        with pytest.raises(StoreError, match="book.json"):
            Book.open(folder)
        return
    if lost in ("key", "key and centre"):
        Locked(folder).unlock(code)
    if lost == "key and sheet":
        answered(folder, secret, tmp_path)
    assert is_whole(folder)
    found = key_slots.parse(keys.slots(folder))
    assert found.sheet and found.centre  # what was lost beside the book was still in it


def answered(folder, secret, tmp_path):
    """Ask the centre as an office does, answer as it does, accept."""
    Locked(folder).ask(tmp_path / "yeu-cau")
    request = sync_recovery.read_request(tmp_path / "yeu-cau")
    (tmp_path / "tra-loi").write_bytes(sync_recovery.answer(request, sync_recovery.open_slot(request, secret)))
    Locked(folder).accept(tmp_path / "tra-loi")


@pytest.mark.usefixtures("quick")
def test_the_centres_answer_works_once_and_only_for_the_request_it_answers(tmp_path):
    secret, public = box.new_pair()
    make(tmp_path / "so", centre=public)
    (tmp_path / "so" / keys.KEY_FILE).unlink()
    answered(tmp_path / "so", secret, tmp_path)
    (tmp_path / "so" / keys.KEY_FILE).unlink()
    with pytest.raises(InputError, match="đã dùng rồi"):
        Locked(tmp_path / "so").accept(tmp_path / "tra-loi")
    Locked(tmp_path / "so").ask(tmp_path / "yeu-cau-2")
    with pytest.raises(InputError, match="yêu cầu khác"):
        Locked(tmp_path / "so").accept(tmp_path / "tra-loi")


@pytest.mark.parametrize(("field", "value"), [("unit", "20194"), ("book", "0" * 16), ("slot", "00" * 80)])
@pytest.mark.usefixtures("quick")
def test_the_centre_opens_no_slot_that_was_put_into_another_request(tmp_path, field, value):
    secret, public = box.new_pair()
    make(tmp_path / "so", centre=public)
    Locked(tmp_path / "so").ask(tmp_path / "yeu-cau")
    content = json.loads((tmp_path / "yeu-cau").read_bytes()) | {field: value}
    (tmp_path / "yeu-cau").write_text(json.dumps(content))
    with pytest.raises(Rejected):
        sync_recovery.open_slot(sync_recovery.read_request(tmp_path / "yeu-cau"), secret)


@pytest.mark.parametrize("gone", [frozenset(some) for n in range(1, 5) for some in
                                  combinations(("book.db", "book.json", "book.keys", "book.key"), n)],
                         ids=lambda gone: " ".join(sorted(gone)))  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_whatever_is_missing_no_new_book_takes_the_place_of_the_old_one(tmp_path, gone):
    folder = tmp_path / "so"
    code, _ = make(folder)
    for name in gone:
        (folder / name).unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "book.salt"}
    opens = not gone & {"book.db", "book.key"} and gone != {"book.json", "book.keys"}
    if opens:
        assert is_whole(folder)
        return
    with pytest.raises(StoreError):
        Book.open(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "book.salt"} == before
    if gone & {"book.db", "book.json", "book.keys"} != {"book.db", "book.json", "book.keys"}:
        with pytest.raises(StoreError):
            Book.create(folder, unit="20194")
    if "book.db" not in gone and "book.keys" not in gone:
        Locked(folder).unlock(code)
        assert is_whole(folder)


@pytest.mark.usefixtures("quick")
def test_slots_of_another_day_do_not_lock_out_who_has_the_key(tmp_path):
    folder = tmp_path / "so"
    make(folder)
    make(tmp_path / "khac")
    book = keys.read_mark(folder).book
    for wrong in (keys.slots(tmp_path / "khac"), b"{", key_slots.Slots.of(bytes(32), book=book, unit="20242").dump()):
        (folder / keys.SLOTS_FILE).write_bytes(wrong)
        assert is_whole(folder)
        with Book.open(folder) as again:
            assert again.key_slots().sheet.number == 1


def test_a_wrong_key_is_told_apart_from_a_damaged_book(tmp_path):
    folder = tmp_path / "so"
    Book.create(folder, unit="20242").close()
    right = (folder / keys.KEY_FILE).read_bytes()
    (folder / keys.KEY_FILE).write_bytes(b"1" * 64)
    with pytest.raises(KeyMissing, match="không phải của sổ này"):
        Book.open(folder)
    (folder / keys.KEY_FILE).write_bytes(right)
    (folder / "book.salt").unlink()
    (folder / "book.db").write_bytes(bytes(8192))
    with pytest.raises(Damaged):
        Book.open(folder)


@pytest.mark.parametrize("spoil", [
    {"sheet": {"memory": 10**9}}, {"sheet": {"time": True}}, {"sheet": {"lanes": 10**6}}, {"sheet": {"salt": "00"}},
    {"sheet": {"number": 0}}, {"check": "zz"}, {"format": 2}, {"book": ["x"]},
], ids=str)  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_spoilt_slots_are_refused_before_anything_is_computed(tmp_path, spoil):
    code, _ = make(tmp_path / "so")
    content = json.loads(keys.slots(tmp_path / "so"))
    for name, value in spoil.items():
        content[name] = content[name] | value if isinstance(value, dict) else value
    with pytest.raises(StoreError, match="book.keys"):
        keys.unlock(json.dumps(content).encode(), recovery=code)


def test_a_book_of_an_earlier_program_gets_its_slots_at_the_next_start(tmp_path):
    folder = tmp_path / "so"
    with Book.create(folder, unit="20242") as book:
        book.set(rekeying.SLOTS, None)
    (folder / keys.SLOTS_FILE).unlink()
    mark = json.loads((folder / keys.MARKER).read_bytes()) | {"format": 1}
    (folder / keys.MARKER).write_text(json.dumps(mark))
    with Book.open(folder) as book:
        assert key_slots.parse(keys.slots(folder)).fits(book.key)
        assert KeyHolding(book).state().sheet == 0


# Another key


@pytest.mark.usefixtures("quick")
def test_a_stolen_sheet_gets_the_book_a_new_key_and_old_copies_still_open_here(tmp_path):
    folder, copy = tmp_path / "so", tmp_path / "cu.backup"
    code, old = make(folder)
    with Book.open(folder) as book:
        backup.backup(book, copy)
        KeyHolding(book).keep_sheet(second := recovery.new_code(), new_key=True)
        assert KeyHolding(book).state().changing
    assert is_whole(folder)
    with Book.open(folder) as book:
        assert book.key != old
        assert not KeyHolding(book).state().changing
        assert rekeying.retired(book.connection, moving.look(copy).slots) == old
        assert keys.unlock(keys.slots(folder), recovery=second) == book.key
    with pytest.raises(StoreError):
        engine.connect(folder / "book.db", old)
    with pytest.raises(KeyMissing):
        keys.unlock(keys.slots(folder), recovery=code)


@pytest.mark.parametrize("step", range(10))
@pytest.mark.usefixtures("quick")
def test_a_cut_while_the_key_changes_leaves_the_book_under_one_of_both(tmp_path, monkeypatch, step):
    folder = tmp_path / "so"
    _, old = make(folder)
    with Book.open(folder) as book:
        KeyHolding(book).keep_sheet(code := recovery.new_code(), new_key=True)

    class Cut(BaseException):
        """The power goes."""

    left = [step]

    def counted(function):
        def run(*arguments, **named):
            if not left[0]:
                raise Cut
            left[0] -= 1
            return function(*arguments, **named)

        return run

    with monkeypatch.context() as patch:
        for place, name in ((rekeying, "_remember"), (rekeying, "_copied"), (rekeying, "_counted"), (rekeying, "put_in_place"),
                            (keys, "keep_slots"), (keys, "keep"), (keys, "mark"), (keys, "unstage")):  # fmt: skip
            patch.setattr(place, name, counted(getattr(place, name)))
        try:
            Book.open(folder).close()
        except Cut:
            assert step < 9
        else:
            assert step == 9
    assert is_whole(folder)
    with Book.open(folder) as book:
        assert book.key != old
        assert keys.unlock(keys.slots(folder), recovery=code) == book.key
    assert not list(folder.glob("*.next")) + list(folder.glob("*.rekeyed*"))


@pytest.mark.long
def test_the_office_can_always_open_its_data_in_fifty_drills(tmp_path):
    chance = random.Random(seed := int(os.environ.get("SO_PHUONG_SEED", "7")))
    print(f"seed {seed}")
    done = Counter()
    for drill in range(int(os.environ.get("SO_PHUONG_DRILLS", "50"))):
        home, (secret, public) = tmp_path / str(drill), box.new_pair()
        home.mkdir()
        folder = home / "so"
        code, _ = make(folder, centre=public)
        what = ("slot 1", "slots 1 and 2", "staff", "another PC", "new key")[drill % 5]
        if what in ("staff", "new key"):
            with Book.open(folder) as book:
                KeyHolding(book).keep_sheet(code := recovery.new_code(), by="Bình", new_key=what == "new key")
            Book.open(folder).close()
        if what == "another PC":
            with Book.open(folder) as book:
                moving.leave(book, home / "so.so-phuong")
            folder = home / "moi"
            moving.settle(folder, home / "so.so-phuong", recovery=chance.choice((str.lower, str.upper))(code)).close()
        else:
            (folder / keys.KEY_FILE).unlink()
            if chance.random() < 0.5:
                (folder / keys.MARKER).unlink()
            if what == "slots 1 and 2":
                answered(folder, secret, home)
            else:
                Locked(folder).unlock(code)
        assert is_whole(folder), what
        done[what] += 1
    print(dict(done))
