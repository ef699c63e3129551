"""The contract both ends import: batch and receipt, their limits and versions.

A batch carries revisions of one device, oldest first; a receipt answers each of them. Neither says which
unit it is for: the centre knows the unit by the key that signed. Payloads are columns (one list per key, not
one map per revision), because columns compress better than rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from desktop.models.errors import Problem, TooNew, TooOld
from sync import frame
from sync.frame import Frame, rejected

PROTOCOL = 1  # What this program speaks.
MIN_PROTOCOL = 1  # 1: November 2026, the first; nothing older ever left the house.
MAX_PROTOCOL = 1  # 1: November 2026; raise it with PROTOCOL when a header or a payload changes its meaning.

BATCH_TYPE = "application/vnd.sophuong.batch"
RECEIPT_TYPE = "application/vnd.sophuong.receipt"
BATCH_MARK = b"SPB\x01"
RECEIPT_MARK = b"SPR\x01"

MAX_REVISIONS = 500
MAX_BODY = 1_000_000  # bytes
MAX_INFLATED = 8_000_000  # bytes
MAX_RECEIPT = 1_000_000  # bytes
MAX_PROBLEMS = 200  # of one revision
MAX_TEXT = 200  # characters of a kind, a time, a name

STORED, KNOWN, REFUSED = "stored", "known", "refused"
_VERDICTS = (STORED, KNOWN, REFUSED)
_COLUMNS = frozenset({"seqs", "uids", "revisions", "kinds", "kind", "ats", "people", "by",
                      "pcs", "pc", "binned", "chains", "values"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class WireRevision:
    """One revision on its way: a full snapshot of the activity's values at `at` (UTC, ISO 8601).

    `uid` is 16 bytes, `pc` the journal's own name of the PC that wrote the row, `chain` the hash (at most 64
    bytes) the journal had at this row: with them whoever holds the row before can recompute the chain.
    """

    seq: int
    uid: bytes
    revision: int
    kind: str
    kind_version: int
    at: str
    by: str
    pc: str
    binned: bool
    values: Mapping[str, Any]
    chain: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of what was recorded; the way it came (seq, pc, chain, kind_version) is not part of it."""
        return frame.digest(frame.pack([self.kind, self.at, self.by, self.binned, dict(self.values)]))


@dataclass(frozen=True, slots=True)
class Batch:
    """Revisions of one device in rising `seq`; `device` and `nonce` are 16 bytes, `incarnation` 4."""

    device: bytes
    incarnation: bytes
    nonce: bytes
    at: str
    revisions: tuple[WireRevision, ...]


@dataclass(frozen=True, slots=True)
class SeqVerdict:
    """What the centre did with a revision: "stored", "known" (it had it already), "refused" with reasons."""

    seq: int
    verdict: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's answer: `batch` is the sealed batch's SHA-256, `store_epoch` (16 bytes) its store."""

    batch: bytes
    nonce: bytes
    device: bytes
    server_time: str
    store_epoch: bytes
    verdicts: tuple[SeqVerdict, ...] = field(default=())


def write_batch(batch: Batch) -> tuple[Mapping[str, Any], bytes]:
    """Return header and payload of a batch, ready to be sealed. Raises Rejected when it breaks a limit."""
    if not 0 < len(batch.revisions) <= MAX_REVISIONS:
        raise rejected("batch: number of revisions")
    columns = _columns(batch.revisions)
    if len(frame.pack(columns)) > MAX_INFLATED:
        raise rejected("batch: too big")
    payload = frame.deflate(columns)
    header = {
        "v": PROTOCOL, "device": batch.device, "incarnation": batch.incarnation, "nonce": batch.nonce,
        "at": batch.at, "n": len(batch.revisions), "payload": frame.digest(payload),
    }  # fmt: skip
    return header, payload


def open_batch(raw: bytes) -> Frame:
    """Split a sealed batch and check its header; nothing is inflated. Raises Rejected, TooOld, TooNew."""
    opened = frame.take_apart(raw, mark=BATCH_MARK, limit=MAX_BODY)
    check_version(opened.header.get("v"))
    _check_header(opened.header, {"device": 16, "incarnation": 4, "nonce": 16, "payload": 32}, texts=("at",))
    return opened


def read_batch(opened: Frame) -> Batch:
    """Return the batch of a frame whose signature was verified. Raises Rejected."""
    head = opened.header
    revisions = _revisions(frame.inflate(opened.payload, limit=MAX_INFLATED), head["n"])
    return Batch(head["device"], head["incarnation"], head["nonce"], head["at"], revisions)


def write_receipt(receipt: Receipt) -> tuple[Mapping[str, Any], bytes]:
    """Return header and payload of a receipt, ready to be sealed."""
    payload = frame.deflate({
        "seqs": _steps([verdict.seq for verdict in receipt.verdicts]),
        "verdicts": bytes(_VERDICTS.index(verdict.verdict) for verdict in receipt.verdicts),
        "problems": [[row, [[p.field, p.sentence] for p in verdict.problems]]
                     for row, verdict in enumerate(receipt.verdicts) if verdict.problems],
    })  # fmt: skip
    header = {
        "v": PROTOCOL, "batch": receipt.batch, "nonce": receipt.nonce, "device": receipt.device,
        "at": receipt.server_time, "epoch": receipt.store_epoch, "n": len(receipt.verdicts),
        "payload": frame.digest(payload),
    }  # fmt: skip
    return header, payload


def open_receipt(raw: bytes) -> Frame:
    """Split a sealed receipt and check its header. Raises Rejected, TooOld, TooNew."""
    opened = frame.take_apart(raw, mark=RECEIPT_MARK, limit=MAX_RECEIPT)
    check_version(opened.header.get("v"))
    sizes = {"batch": 32, "nonce": 16, "device": 16, "epoch": 16, "payload": 32}
    _check_header(opened.header, sizes, texts=("at",))
    return opened


def read_receipt(opened: Frame) -> Receipt:
    """Return the receipt of a frame whose signature was verified. Raises Rejected."""
    head = opened.header
    verdicts = _read_verdicts(frame.inflate(opened.payload, limit=MAX_INFLATED), head["n"])
    return Receipt(head["batch"], head["nonce"], head["device"], head["at"], head["epoch"], verdicts)


def check_version(version: object) -> None:
    """Refuse a version this program cannot read. Raises TooOld, TooNew, Rejected."""
    if type(version) is not int:
        raise rejected("header: version")
    if version < MIN_PROTOCOL:
        raise TooOld("Chương trình bên gửi quá cũ so với bên nhận: hãy cài bản mới rồi gửi lại.")
    if version > MAX_PROTOCOL:
        raise TooNew(
            "Chương trình bên gửi mới hơn bên nhận: hãy chờ bên nhận nâng cấp, dữ liệu vẫn được giữ."
        )


def _check_header(header: Mapping[str, Any], sizes: Mapping[str, int], *, texts: Iterable[str]) -> None:
    _expect(set(header) == {"v", "n", *sizes, *texts}, "header: keys")
    for key, size in sizes.items():
        _expect(type(header[key]) is bytes and len(header[key]) == size, f"header: {key}")
    for key in texts:
        _expect(_is_text(header[key]), f"header: {key}")
    _expect(type(header["n"]) is int and 0 < header["n"] <= MAX_REVISIONS, "header: n")


def _columns(revisions: Sequence[WireRevision]) -> dict[str, Any]:
    kinds = list(dict.fromkeys((r.kind, r.kind_version) for r in revisions))
    people = list(dict.fromkeys(r.by for r in revisions))
    pcs = list(dict.fromkeys(r.pc for r in revisions))
    _expect(all(a.seq < b.seq for a, b in pairwise(revisions)) and revisions[0].seq > 0, "revision: seq")
    _expect(all(len(r.uid) == 16 for r in revisions), "revision: uid")
    return {
        "seqs": _steps([r.seq for r in revisions]),
        "uids": b"".join(r.uid for r in revisions),
        "revisions": [r.revision for r in revisions],
        "kinds": [[code, version] for code, version in kinds],
        "kind": [kinds.index((r.kind, r.kind_version)) for r in revisions],
        "ats": [r.at for r in revisions],
        "people": people,
        "by": [people.index(r.by) for r in revisions],
        "pcs": pcs,
        "pc": [pcs.index(r.pc) for r in revisions],
        "binned": [row for row, r in enumerate(revisions) if r.binned],
        "chains": [r.chain for r in revisions],
        "values": _value_columns([r.values for r in revisions]),
    }


def _value_columns(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """One [key, rows that have it (None: all), their values] per key, keys in order of first use."""
    columns = []
    for key in dict.fromkeys(key for row in rows for key in row):
        where = [at for at, row in enumerate(rows) if key in row]
        values = [rows[at][key] for at in where]
        columns.append([key, None if len(where) == len(rows) else _steps(where), values])
    return columns


def _revisions(data: Any, n: int) -> tuple[WireRevision, ...]:
    _expect(isinstance(data, dict) and set(data) == _COLUMNS, "batch: columns")
    seqs, rows = _rising(data["seqs"], n), _value_rows(data["values"], n)
    numbers = _listed(data["revisions"], n, lambda x: type(x) is int and x > 0, "revisions")
    kinds = _listed(data["kinds"], None, _is_kind, "kinds")
    people = _listed(data["people"], None, _is_text, "people")
    kind = _listed(data["kind"], n, lambda x: _is_index(x, len(kinds)), "kind")
    by = _listed(data["by"], n, lambda x: _is_index(x, len(people)), "by")
    pcs = _listed(data["pcs"], None, _is_text, "pcs")
    pc = _listed(data["pc"], n, lambda x: _is_index(x, len(pcs)), "pc")
    ats = _listed(data["ats"], n, _is_text, "ats")
    chains = _listed(data["chains"], n, lambda x: type(x) is bytes and len(x) <= 64, "chains")
    binned = _listed(data["binned"], None, lambda x: _is_index(x, n), "binned")
    uids = data["uids"]
    _expect(type(uids) is bytes and len(uids) == 16 * n, "batch: uids")
    gone = set(binned)
    return tuple(
        WireRevision(
            seq=seqs[i], uid=uids[16 * i : 16 * i + 16], revision=numbers[i], kind=kinds[kind[i]][0],
            kind_version=kinds[kind[i]][1], at=ats[i], by=people[by[i]], pc=pcs[pc[i]], binned=i in gone,
            values=rows[i], chain=chains[i],
        )
        for i in range(n)
    )  # fmt: skip


def _value_rows(columns: Any, n: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in range(n)]
    seen: set[str] = set()
    for column in _listed(columns, None, lambda x: type(x) is list and len(x) == 3, "values"):
        key, where, values = column
        _expect(type(key) is str and len(key) <= MAX_TEXT and key not in seen, "values: key")
        seen.add(key)
        places = range(n) if where is None else _rising(where, None, below=n)
        for place, value in zip(places, _listed(values, len(places), _is_value, "values"), strict=True):
            rows[place][key] = value
    return rows


def _read_verdicts(data: Any, n: int) -> tuple[SeqVerdict, ...]:
    _expect(isinstance(data, dict) and set(data) == {"seqs", "verdicts", "problems"}, "receipt: columns")
    seqs, codes = _rising(data["seqs"], n), data["verdicts"]
    _expect(
        type(codes) is bytes and len(codes) == n and all(c < len(_VERDICTS) for c in codes),
        "receipt: verdicts",
    )
    reasons: dict[int, tuple[Problem, ...]] = {}
    for item in _listed(data["problems"], None, lambda x: type(x) is list and len(x) == 2, "problems"):
        row, found = item
        _expect(_is_index(row, n) and row not in reasons, "receipt: problem row")
        reasons[row] = tuple(Problem(*pair) for pair in _listed(found, None, _is_problem, "problems"))
    return tuple(SeqVerdict(seq, _VERDICTS[codes[i]], reasons.get(i, ())) for i, seq in enumerate(seqs))


def _steps(numbers: Sequence[int]) -> list[int]:
    """Rising numbers as differences: a run of neighbours becomes a run of ones."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _rising(steps: Any, n: int | None, *, below: int = 2**62) -> list[int]:
    first_may_be_zero = n is None
    numbers, total = [], 0
    for i, step in enumerate(_listed(steps, n, lambda x: type(x) is int and x >= 0, "steps")):
        _expect(step > 0 or (i == 0 and first_may_be_zero), "steps: not rising")
        total += step
        _expect(total < below, "steps: out of range")
        numbers.append(total)
    return numbers


def _listed(value: Any, n: int | None, fits: Any, what: str) -> list[Any]:
    _expect(type(value) is list and (len(value) == n if n is not None else len(value) <= 100_000), what)
    _expect(all(fits(item) for item in value), what)
    return value  # type: ignore[no-any-return]


def _is_text(value: object) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT


def _is_index(value: object, size: int) -> bool:
    return type(value) is int and 0 <= value < size


def _is_kind(value: object) -> bool:
    return type(value) is list and len(value) == 2 and _is_text(value[0]) and _is_index(value[1], 2**31)


def _is_problem(value: object) -> bool:
    return (
        type(value) is list
        and len(value) == 2
        and all(type(item) is str and len(item) <= 2_000 for item in value)
    )


def _is_value(value: object) -> bool:
    """A value as JSON knows it: bytes have no place in a snapshot."""
    if type(value) is dict:
        return all(_is_value(item) for item in value.values())
    if type(value) is list:
        return all(_is_value(item) for item in value)
    return type(value) is not bytes


def _expect(fits: bool, what: str) -> None:
    if not fits:
        raise rejected(what)
