"""The contract both ends import: batch, receipt, page and item, their limits and versions.

One question goes up, one answer comes down. The question is a sealed batch: revisions of a unit (perhaps none) and
how far the asker has followed the unit's log at the centre. The answer is a sealed receipt: a verdict for each
revision, their places in the log, the entries of the log that the asker has not followed, and what was published.
Neither says which unit it is for: the centre knows the unit by the key that signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

from desktop.models import identity
from desktop.models.errors import Problem, TooNew, TooOld
from sync import columns, frame, merkle
from sync.frame import Frame, expect, rejected

PROTOCOL = 2  # What this program speaks.
MIN_PROTOCOL = 2  # 1 (November 2026: rows by device and number, no log) was built but never left the house.
MAX_PROTOCOL = 2  # 2 (November 2026): a log for each unit, typed columns, dictionary 32769, answers with a page.

BATCH_TYPE = "application/vnd.sophuong.batch"
RECEIPT_TYPE = "application/vnd.sophuong.receipt"
BATCH_MARK = b"SPB\x02"
RECEIPT_MARK = b"SPR\x02"
ITEM_MARK = b"SPI\x02"

MAX_REVISIONS = 500
MAX_BODY = 1_000_000  # bytes of a batch
MAX_INFLATED = 8_000_000  # bytes
MAX_RECEIPT = 2_000_000  # bytes of an answer
MAX_ITEM = 500_000  # bytes of one published item
MAX_PAGE = 2_000  # entries of the log in one answer
MAX_PROBLEMS = 200  # of one revision
MAX_TEXT = 200  # characters of a kind, a topic, a key
TAG = 8  # bytes of a chain or a digest that name a place in a log

STORED, KNOWN, REFUSED = "stored", "known", "refused"
VERDICTS = (STORED, KNOWN, REFUSED)


@dataclass(frozen=True)
class WireRevision:
    """One revision on its way: a full snapshot of what may leave the PC of an activity, at `at` (UTC, ISO 8601).

    `uid` is 16 bytes, `parents` the first 8 bytes of the rids it was made from, `pc` (8) and `incarnation` (4) say
    where it was written.
    """

    uid: bytes
    revision: int
    parents: tuple[bytes, ...]
    kind: str
    kind_version: int
    at: str
    pc: bytes
    incarnation: bytes
    binned: bool
    values: Mapping[str, Any]

    @cached_property
    def rid(self) -> bytes:
        """Its identity (32 bytes): SHA-256 of what was recorded; the way it came is not part of it."""
        return identity.revision_id(str(UUID(bytes=self.uid)), self.revision, self.parents, self.kind, self.at,
                                    self.binned, self.values)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far an asker has come.

    `position` in the unit's log and the first 8 bytes of the chain there (b"" at 0); `serial` of the last published
    item it took and the first 8 bytes of that item's digest (b"" at 0).
    """

    position: int = 0
    tag: bytes = b""
    serial: int = 0
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one device asks: `device` is 16 bytes, `nonce` 8, `at` seconds since 1970.

    `room` is about how many bytes may come down beside the verdicts (0: no page, no items). `whole`: entries are
    wanted in full, also those this very device once sent (it was restored or copied and does not have them).
    """

    device: bytes
    nonce: bytes
    at: int
    cursor: Cursor
    room: int
    whole: bool = False
    revisions: tuple[WireRevision, ...] = ()


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What the centre did with a revision: "stored", "known" (it had it), "refused" (kept apart, with reasons).

    `fresh`: this batch brought it into the log; a refused revision may be fresh or not.
    """

    verdict: str
    problems: tuple[Problem, ...] = ()
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log: its `rid`, the revision where the asker may not have it, why it was refused if it was."""

    rid: bytes
    revision: WireRevision | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The entries behind position `start`; `chain` (32 bytes) is the log's after the last of them."""

    start: int
    chain: bytes
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's answer to one batch (`batch`: its SHA-256, `at`: seconds since 1970).

    The `stored` fresh rows went into the log from position `first` on, in the order of the batch, and made its chain `chain`;
    `last` and `last_serial` say how long log and publications are now. `lost`: the log here does not have the
    cursor's tag at the cursor's position, so this centre was restored or the asker's cursor is not of this log.
    """

    batch: bytes
    at: int
    first: int
    stored: int
    chain: bytes
    verdicts: tuple[RowVerdict, ...] = ()
    page: Page | None = None
    items: tuple[bytes, ...] = ()
    last: int = 0
    last_serial: int = 0
    lost: bool = False
    root: bytes = field(default=b"")


@dataclass(frozen=True, slots=True)
class Item:
    """Something published: `topic` (kinds, plans, designs, lists, notice, review …), `key` names it in its topic.

    `body` is plain CBOR; `unit` is the unit it is for, "" for all; `serial` rises over all of a centre; `at` in
    seconds since 1970.
    """

    serial: int
    at: int
    topic: str
    key: str
    version: int
    unit: str
    body: Any


Sealable = tuple[Sequence[Any], bytes]


def write_batch(batch: Batch, types: Mapping[str, str]) -> Sealable:
    """Return header and payload of a batch, ready to be sealed. Raises Rejected when it breaks a limit.

    `types` are the declared types of fields by name (`columns.field_types`): they choose the codecs.
    """
    expect(len(batch.revisions) <= MAX_REVISIONS, "batch: number of revisions")
    payload = _deflated(columns.encode(batch.revisions, types)) if batch.revisions else b""
    where = batch.cursor
    header = [PROTOCOL, batch.device, batch.nonce, batch.at, len(batch.revisions), where.position, where.tag,
              where.serial, where.mark, batch.room, batch.whole]  # fmt: skip
    return header, payload


def open_batch(raw: bytes) -> Frame:
    """Split a sealed batch and check its header; nothing is inflated. Raises Rejected, TooOld, TooNew."""
    opened = frame.take_apart(raw, mark=BATCH_MARK, limit=MAX_BODY, whole=True)
    head = opened.header
    check_version(head[0])
    expect(len(head) == 11 and type(head[10]) is bool, "batch header: length")
    _check_sizes(head, {1: 16, 2: 8})
    expect(all(_is_count(head[at]) for at in (3, 4, 5, 7, 9)) and head[4] <= MAX_REVISIONS, "batch header: numbers")
    _check_place(head[5], head[6])
    _check_place(head[7], head[8])
    return opened


def read_batch(opened: Frame) -> Batch:
    """Return the batch of a frame whose signature was verified. Raises Rejected, TooNew."""
    _, device, nonce, at, n, position, tag, serial, mark, room, whole = opened.header
    expect(bool(n) == bool(opened.payload), "batch: payload")
    revisions = columns.decode(frame.inflate(opened.payload, limit=MAX_INFLATED), n) if n else ()
    return Batch(device, nonce, at, Cursor(position, tag, serial, mark), room, whole, revisions)


def write_receipt(receipt: Receipt, rids: Sequence[bytes], types: Mapping[str, str]) -> Sealable:
    """Return header and payload of a receipt over the batch's rids, ready to be sealed."""
    codes = [VERDICTS.index(verdict.verdict) for verdict in receipt.verdicts]
    page = receipt.page
    payload = _deflated([
        [row for row, verdict in enumerate(receipt.verdicts) if not verdict.fresh],
        [[row, _plain(verdict.problems)] for row, verdict in enumerate(receipt.verdicts) if codes[row] == 2],
        _page(page, types) if page else None, list(receipt.items), receipt.last, receipt.last_serial, receipt.lost,
    ])  # fmt: skip
    root = merkle.root(leaves(rids, receipt.verdicts))
    header = [PROTOCOL, receipt.batch, receipt.at, len(codes), receipt.first, receipt.stored, receipt.chain, root,
              frame.digest(payload)]  # fmt: skip
    return header, payload


def open_receipt(raw: bytes) -> Frame:
    """Split a sealed receipt and check its header. Raises Rejected, TooOld, TooNew."""
    opened = frame.take_apart(raw, mark=RECEIPT_MARK, limit=MAX_RECEIPT)
    head = opened.header
    check_version(head[0])
    expect(len(head) == 9, "receipt header: length")
    _check_sizes(head, {1: 32, 6: 32, 7: 32, 8: 32})
    expect(all(_is_count(head[at]) for at in (2, 3, 4, 5)) and head[3] <= MAX_REVISIONS, "receipt header: numbers")
    return opened


def read_receipt(opened: Frame) -> Receipt:
    """Return the receipt of a frame whose signature was verified. Raises Rejected, TooNew."""
    _, batch, at, n, first, stored, chain, root, _ = opened.header
    data = frame.inflate(opened.payload, limit=MAX_INFLATED)
    expect(type(data) is list and len(data) == 7, "receipt: payload")
    known, refused, page, items, last, last_serial, lost = data
    reasons = _reasons(refused, n)
    expect(type(known) is list and all(_is_index(row, n) for row in known), "receipt: known")
    expect(all(a < b for a, b in pairwise(known)), "receipt: known")
    expect(type(items) is list and all(type(item) is bytes for item in items), "receipt: items")
    expect(_is_count(last) and _is_count(last_serial) and type(lost) is bool, "receipt: numbers")
    old = set(known)
    expect(n - len(old) == stored, "receipt: stored")
    verdicts = tuple(
        RowVerdict(REFUSED, reasons[row], row not in old) if row in reasons
        else RowVerdict(KNOWN if row in old else STORED, fresh=row not in old)
        for row in range(n)
    )  # fmt: skip
    found = None if page is None else _read_page(page)
    return Receipt(batch, at, first, stored, chain, verdicts, found, tuple(items), last, last_serial, lost, root)


def write_item(item: Item) -> Sealable:
    """Return header and payload of a published item, ready to be sealed. Raises Rejected when it breaks a limit."""
    payload = _deflated(item.body)
    return [PROTOCOL, item.serial, item.at, item.topic, item.key, item.version, item.unit,
            frame.digest(payload)], payload  # fmt: skip


def open_item(raw: bytes) -> Frame:
    """Split a sealed item and check its header. Raises Rejected, TooOld, TooNew."""
    opened = frame.take_apart(raw, mark=ITEM_MARK, limit=MAX_ITEM)
    head = opened.header
    check_version(head[0])
    expect(len(head) == 8 and all(_is_count(head[at]) for at in (1, 2, 5)), "item header")
    expect(all(_is_text(head[at]) for at in (3, 4, 6)), "item header: texts")
    _check_sizes(head, {7: 32})
    return opened


def read_item(opened: Frame) -> Item:
    """Return the item of a frame whose signature was verified. Raises Rejected, TooNew."""
    _, serial, at, topic, key, version, unit, _ = opened.header
    return Item(serial, at, topic, key, version, unit, frame.inflate(opened.payload, limit=MAX_INFLATED))


def leaves(rids: Sequence[bytes], verdicts: Sequence[RowVerdict]) -> list[bytes]:
    """Return what a receipt's root is the root of: rid and verdict of each revision of the batch."""
    pairs = zip(rids, verdicts, strict=True)
    return [merkle.leaf(rid + bytes([VERDICTS.index(said.verdict)])) for rid, said in pairs]


def check_root(receipt: Receipt, own: Sequence[bytes]) -> None:
    """Refuse a receipt that is not over exactly these leaves. Raises Rejected."""
    if receipt.root != merkle.root(own):
        raise rejected("receipt: root")


def check_version(version: object) -> None:
    """Refuse a version this program cannot read. Raises TooOld, TooNew, Rejected."""
    expect(type(version) is int, "header: version")
    if version < MIN_PROTOCOL:  # type: ignore[operator]
        raise TooOld("Chương trình bên gửi quá cũ so với bên nhận: hãy cài bản mới rồi gửi lại.")
    if version > MAX_PROTOCOL:  # type: ignore[operator]
        raise TooNew(
            "Chương trình bên gửi mới hơn bên nhận: hãy chờ bên nhận nâng cấp, dữ liệu vẫn được giữ."
        )


def _deflated(value: Any) -> bytes:
    packed = frame.pack(value)
    if len(packed) > MAX_INFLATED:
        raise rejected("payload: too big")
    return frame.deflate(packed)


def _page(page: Page, types: Mapping[str, str]) -> list[Any]:
    whole = [(at, entry.revision) for at, entry in enumerate(page.entries) if entry.revision is not None]
    refs = b"".join(entry.rid for entry in page.entries if entry.revision is None)
    rows = columns.encode([revision for _, revision in whole], types) if whole else None
    refused = [[at, _plain(entry.problems)] for at, entry in enumerate(page.entries) if entry.problems]
    return [page.start, page.chain, refs, [at for at, _ in whole], rows, refused]


def _read_page(data: Any) -> Page:
    expect(type(data) is list and len(data) == 6, "page")
    start, chain, refs, places, rows, refused = data
    expect(_is_count(start) and type(chain) is bytes and len(chain) == 32, "page: place")
    expect(type(refs) is bytes and len(refs) % 32 == 0 and type(places) is list, "page: refs")
    n = len(refs) // 32 + len(places)
    expect(n <= MAX_PAGE, "page: too long")
    expect(all(_is_index(at, n) for at in places) and all(a < b for a, b in pairwise(places)), "page: places")
    expect((rows is None) == (not places), "page: rows")
    revisions = dict(zip(places, columns.decode(rows, len(places)), strict=True)) if places else {}
    reasons, given, entries = _reasons(refused, n), iter(range(0, len(refs), 32)), []
    for at in range(n):
        revision = revisions.get(at)
        rid = revision.rid if revision else refs[(where := next(given)) : where + 32]
        entries.append(Entry(rid, revision, reasons.get(at, ())))
    return Page(start, chain, tuple(entries))


def _plain(problems: Sequence[Problem]) -> list[list[str]]:
    return [[problem.field, problem.sentence] for problem in problems]


def _reasons(data: Any, n: int) -> dict[int, tuple[Problem, ...]]:
    expect(type(data) is list, "problems")
    found: dict[int, tuple[Problem, ...]] = {}
    for item in data:
        expect(type(item) is list and len(item) == 2 and type(item[1]) is list, "problems: row")
        row, problems = item
        expect(_is_index(row, n) and row not in found and len(problems) <= MAX_PROBLEMS, "problems: row")
        expect(all(_is_problem(pair) for pair in problems), "problems: pair")
        found[row] = tuple(Problem(*pair) for pair in problems)
    return found


def _check_sizes(header: Sequence[Any], sizes: Mapping[int, int]) -> None:
    for at, size in sizes.items():
        expect(type(header[at]) is bytes and len(header[at]) == size, f"header: field {at}")


def _check_place(number: int, tag: Any) -> None:
    expect(type(tag) is bytes and len(tag) == (TAG if number else 0), "header: place")


def _is_text(value: object) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**62


def _is_index(value: object, size: int) -> bool:
    return type(value) is int and 0 <= value < size


def _is_problem(value: object) -> bool:
    return type(value) is list and len(value) == 2 and all(type(one) is str and len(one) <= 2_000 for one in value)
