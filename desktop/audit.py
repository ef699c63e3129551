"""Was the book tampered with? What it says of itself, and what the centre's signatures say against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.models import tampering
from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.journal import Journal
from desktop.models.kinds import Kinds
from sync import anchors, enrolment, testimony

AT_START = 20  # anchors looked at


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: `what` names its kind, `seq` the row of the journal (of an issue its version), `uid` of what, or ""."""

    what: str
    seq: int
    uid: str
    sentence: str


def problems(book: Book, kinds: Kinds) -> Iterator[Problem]:
    """Yield all that was tampered with; reads every row and every receipt."""
    own = tampering.examine(book, kinds)
    for one in own:
        yield Problem(one.what, one.seq, one.uid, one.sentence)
    told = {(one.what, one.seq) for one in own}
    for what, seq, sentence in testimony.problems(book):
        if (what, seq) not in told:
            yield Problem(what, seq, "", sentence)


def at_start(book: Book) -> str:
    """Look at what was written since the last look and at the newest anchors; return a sentence, "" when nothing is wrong."""
    try:
        Journal(book).verify_new()
    except StoreError as fault:
        return fault.sentence
    keys = enrolment.centre_keys(book)
    for _, _, sentence in anchors.problems(book, keys, AT_START) if keys else ():
        return f"{sentence} {tampering.ADVICE}"
    return ""
