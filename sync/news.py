"""What the centre publishes: each item is signed, kept as it came, and put to use by its topic.

Topics this program does not know, and versions it cannot read, are kept too: a newer program finds them.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import Rejected, TooNew
from desktop.models.reviews import STATES, Reviews
from sync import frame, seal, wire

PLACE = "published"  # setting: [serial, hex mark] of the last item taken
DECLARED = frozenset({"kinds", "plans", "designs", "lists"})
NOTICE, REVIEW = "notice", "review"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one item."""

    fresh: bool
    returned: bool = False


def place(book: Book) -> tuple[int, bytes]:
    """Return serial and mark (8 bytes, b"" at 0) of the last item this book has taken."""
    serial, mark = book.setting(PLACE, [0, ""])
    return int(serial), bytes.fromhex(mark)


def keep(book: Book, raw: bytes, centre_key: bytes) -> Kept:
    """Keep one sealed item and use it; the same item again changes nothing. Raises Rejected for a forged one."""
    try:
        opened = wire.open_item(raw)
        seal.verify(opened, centre_key)
        item, known = wire.read_item(opened), True
    except TooNew:
        opened = frame.take_apart(raw, mark=wire.ITEM_MARK, limit=wire.MAX_ITEM)
        seal.verify(opened, centre_key)
        item, known = _unread(opened), False
    digest = frame.digest(raw)
    with book.tx() as db:
        at = datetime.fromtimestamp(item.at, UTC).isoformat(timespec="seconds")
        known = known and _is_known(item)
        row = [digest, item.serial, item.topic, item.key, item.version, at, _told(item) if known else "", raw, int(known)]
        done = db.execute("INSERT OR IGNORE INTO bulletins (digest, serial, topic, key, version, at, body, raw, known) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # fmt: skip
        book.set(PLACE, [item.serial, digest[: wire.TAG].hex()])
        if done.rowcount != 1:
            return Kept(fresh=False)
        if not known:
            return Kept(fresh=True)
        return Kept(fresh=True, returned=item.topic == REVIEW and _review(book, item, at) == "returned")


def _review(book: Book, item: wire.Item, at: str) -> str:
    body: Any = item.body
    if not _is_review(body):
        return ""
    remarks = [("", body["reason"])] if body["reason"] else []
    remarks += [(name, sentence) for name, sentence in body["remarks"]]
    Reviews(book).apply(item.key, item.serial, body["state"], remarks, at, body["rid"])
    return str(body["state"])


def _told(item: wire.Item) -> str:
    """Return the body as JSON, bytes as hex: what the domain reads without knowing the wire."""
    return json.dumps(item.body, ensure_ascii=False, default=lambda value: value.hex())


def _is_known(item: wire.Item) -> bool:
    body = item.body
    if item.topic in DECLARED:
        return type(body) is dict and type(body.get("name")) is str and type(body.get("text")) is str
    if item.topic == NOTICE:
        return type(body) is dict and type(body.get("title")) is str and type(body.get("text")) is str
    return item.topic == REVIEW and _is_review(body)


def _is_review(body: Any) -> bool:
    return (
        type(body) is dict and body.get("state") in STATES and type(body.get("rid")) is bytes
        and type(body.get("reason")) is str and type(body.get("remarks")) is list
        and all(type(one) is list and len(one) == 2 and all(type(part) is str for part in one) for one in body["remarks"])
    )  # fmt: skip


def _unread(opened: frame.Frame) -> wire.Item:
    """Read no more of a newer program's item than where it stands."""
    head = list(opened.header)
    numbers = [one for one in head[1:3] if type(one) is int and one >= 0]
    if len(head) < 5 or len(numbers) != 2 or type(head[3]) is not str or type(head[4]) is not str:
        raise Rejected("Thông báo của trung tâm không đọc được: hãy báo trung tâm.", details="item: newer and unreadable")
    return wire.Item(numbers[0], numbers[1], head[3], head[4], 0, "", None)
