"""What waits for the centre: the revisions of the journal that no receipt has counted yet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.models import approval, identity
from desktop.models.book import Book
from desktop.models.errors import Problem
from desktop.models.journal import START, Journal, Revision

STORED, KNOWN, REFUSED = "stored", "known", "refused"
SETTLED = {STORED: "sent", KNOWN: "sent", REFUSED: "refused"}
LOG = "log"  # setting: how far this book has followed the log of its unit
_RID = 32


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receipt says of one revision: "stored", "known" (it was there already) or "refused" with reasons.

    `row` is its place in the batch, `position` its place in the unit's log where the receipt tells it.
    """

    seq: int
    uid: str
    revision: int
    verdict: str
    problems: tuple[Problem, ...] = ()
    row: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many revisions wait, were counted by receipts, or were refused; activities refused now; last receipt.

    `unconfirmed` of the waiting ones lie in a parcel whose receipt has not come back; `held` are not among the
    waiting: they wait for the leader's approval first.
    """

    waiting: int
    sent: int
    refused: int
    refused_now: int
    last_at: str
    unconfirmed: int = 0
    held: int = 0


class Outbox:
    """The journal seen as a queue; a row leaves it only by a receipt."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._journal = Journal(book)

    def waiting(self, limit: int, *, after_seq: int = 0) -> list[Revision]:
        """Return the oldest revisions without a receipt."""
        return self._journal.unsettled(after_seq, limit)

    def rows(self, seqs: Sequence[int]) -> list[Revision]:
        """Return these revisions in this order. Raises StoreError when one is not in the journal."""
        return [self._journal.at(seq) for seq in seqs]

    def have(self, rids: Sequence[bytes]) -> set[bytes]:
        """Return those of these rids that the book holds."""
        return self._journal.have(rids)

    def last_seq(self) -> int:
        """Return the seq of the newest revision, 0 for an empty journal."""
        return int(self._book.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])

    def left(self, upto: int) -> int:
        """Return how many revisions up to `upto` no receipt counts, without those held back for approval."""
        total = self._book.query("SELECT count(*) FROM journal WHERE seq <= ?", (upto,))[0][0]
        return int(total - self._book.query("SELECT count(*) FROM receipts WHERE seq <= ?", (upto,))[0][0]) - self.held(upto)

    def held(self, upto: int | None = None) -> int:
        """Return how many revisions (up to `upto`) wait for the leader's approval."""
        since = self._book.setting(approval.SETTING)
        if since is None:
            return 0
        return int(self._book.query(
            f"SELECT count(*) FROM journal WHERE seq > ? AND seq <= ? AND {approval.HELD} "
            "AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.seq = journal.seq)",
            (since["since"], 2**62 if upto is None else upto))[0][0])  # fmt: skip

    def counts(self) -> OutboxCounts:
        """Count what waits and what receipts have said."""
        rows = self._book.query("SELECT verdict, count(*), max(at) FROM receipts GROUP BY verdict")
        by = {verdict: count for verdict, count, _ in rows}
        settled = sum(by.values())
        total = self._book.query("SELECT count(*) FROM journal")[0][0]
        refused_now = self._book.query(
            "SELECT count(*) FROM activities WHERE verdict <> 'sent' AND verdict = 'refused'")[0][0]  # fmt: skip
        last = max((at for _, _, at in rows), default="")
        held = self.held()
        waiting = total - settled - held
        return OutboxCounts(waiting, by.get(STORED, 0) + by.get(KNOWN, 0), by.get(REFUSED, 0), refused_now, last,
                            self._unconfirmed() if waiting else 0, held)  # fmt: skip

    def settle(self, verdicts: Iterable[Verdict], *, at: str, batch: str, receipt: bytes, leaves: bytes = b"") -> None:
        """Keep what a verified receipt said, whole or not at all; saying it twice changes nothing.

        `batch` is the hex digest of the batch that was answered, `receipt` the signed bytes to keep, `leaves` the
        joined hashes (32 bytes each) its root is made of.
        """
        with self._book.tx() as db:
            db.execute("INSERT OR IGNORE INTO sealed_receipts (batch, at, receipt, leaves) VALUES (?, ?, ?, ?)",
                       [batch, at, receipt, leaves])  # fmt: skip
            for one in verdicts:
                self._settle(one, at=at, batch=batch)

    def settle_known(self, places: Mapping[bytes, tuple[int, tuple[Problem, ...]]], *, at: str, batch: str) -> None:
        """Keep what the centre's log shows: these rids of this journal are at these positions, refused with reasons."""
        rids = list(places)
        with self._book.tx():
            for start in range(0, len(rids), 500):
                some = rids[start : start + 500]
                sql = f"SELECT seq, uid, revision, rid FROM journal WHERE rid IN ({','.join('?' * len(some))})"
                for seq, uid, revision, rid in self._book.query(sql, tuple(some)):
                    position, problems = places[rid]
                    verdict = REFUSED if problems else KNOWN
                    self._settle(Verdict(seq, uid, revision, verdict, problems, None, position), at=at, batch=batch)

    def log(self) -> tuple[int, bytes]:
        """Return how far this book has followed its unit's log: position and chain (32 bytes)."""
        position, chain = self._book.setting(LOG, [0, START.hex()])
        return int(position), bytes.fromhex(chain)

    def follow(self, rids: Sequence[bytes], chain: bytes) -> int:
        """Go along the log over these entries, `chain` behind the last; return how many receipts proved void.

        A receipt that names one of these places for another revision is of a log the centre no longer has.
        """
        position, here = self.log()[0], set(rids)
        end = position + len(rids)
        with self._book.tx() as db:
            rows = self._book.query("SELECT seq, uid, rid FROM receipts JOIN journal USING (seq) "
                                    "WHERE position > ? AND position <= ?", (position, end))  # fmt: skip
            void = [(seq, uid) for seq, uid, rid in rows if rid not in here]
            for seq, uid in void:
                db.execute("DELETE FROM receipts WHERE seq = ?", [seq])
                self._judge(uid)
            self.advance(end, chain)
        return len(void)

    def advance(self, position: int, chain: bytes) -> None:
        """Keep how far this book has followed the log."""
        self._book.set(LOG, [position, chain.hex()])

    def checkpoint(self, back: int) -> tuple[int, bytes]:
        """Return position and chain about `back` entries before the place reached, from what the book holds."""
        upto = self.log()[0] - back
        rows = self._book.query("SELECT position, rid FROM receipts JOIN journal USING (seq) "
                                "WHERE position BETWEEN 1 AND ? ORDER BY position", (upto,))  # fmt: skip
        position, chain = 0, START
        for at, rid in rows:
            if at != position + 1:
                break
            position, chain = at, identity.log_link(chain, rid)
        return position, chain

    def step_back(self, position: int, chain: bytes) -> int:
        """Forget receipts for what lies behind a place in the log: it waits again. Return how many.

        What the centre could not take in at all has no place in any log and stays refused.
        """
        behind = "position > ? OR (position IS NULL AND (verdict <> 'refused' OR row IS NOT NULL))"
        with self._book.tx() as db:
            rows = self._book.query(f"SELECT seq, uid FROM receipts JOIN journal USING (seq) WHERE {behind}", (position,))
            db.execute(f"DELETE FROM receipts WHERE {behind}", [position])
            for uid in {uid for _, uid in rows}:
                self._judge(uid)
            if self.log() != (position, chain):
                self.advance(position, chain)
        return len(rows)

    def receipts(self, limit: int = 20) -> list[tuple[str, str, int, int]]:
        """Return the last receipts: (batch digest, when, counted, refused), newest first."""
        rows = self._book.query(
            "SELECT batch, max(at), sum(verdict <> 'refused'), sum(verdict = 'refused') FROM receipts "
            "GROUP BY batch ORDER BY max(seq) DESC LIMIT ?", (limit,))  # fmt: skip
        return [(batch, at, counted, refused) for batch, at, counted, refused in rows]

    def _settle(self, said: Verdict, *, at: str, batch: str) -> None:
        problems = json.dumps([[p.field, p.sentence] for p in said.problems], ensure_ascii=False)
        execute = self._book.connection.execute
        # The first receipt of a row stays its receipt; where it lies in the log may be learnt later, and what the log
        # says of it counts: a centre that was restored may have judged otherwise the second time. Then the first
        # receipt stands for it no more.
        execute("INSERT INTO receipts (seq, verdict, problems, at, batch, row, position) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (seq) DO UPDATE SET position = coalesce(excluded.position, position), "
                "verdict = CASE WHEN (excluded.verdict = 'refused') = (verdict = 'refused') THEN verdict "
                "ELSE excluded.verdict END, "
                "problems = CASE WHEN (excluded.verdict = 'refused') = (verdict = 'refused') THEN problems "
                "ELSE excluded.problems END, "
                "row = CASE WHEN (excluded.verdict = 'refused') = (verdict = 'refused') THEN row ELSE excluded.row END, "
                "batch = CASE WHEN (excluded.verdict = 'refused') = (verdict = 'refused') THEN batch ELSE excluded.batch END",
                (said.seq, said.verdict, problems, at, batch, said.row, said.position))  # fmt: skip
        # Only where that revision alone is the newest: a later save is waiting again.
        done = execute("UPDATE activities SET verdict = ? WHERE uid = ? AND heads = (SELECT rid FROM journal WHERE seq = ?)",
                       (SETTLED[said.verdict], said.uid, said.seq))  # fmt: skip
        if not done.rowcount:
            self._judge(said.uid)

    def _judge(self, uid: str) -> None:
        """Let an activity show what receipts say of all its heads."""
        rows = self._book.query("SELECT heads FROM activities WHERE uid = ?", (uid,))
        if rows:
            execute = self._book.connection.execute
            execute("UPDATE activities SET verdict = ? WHERE uid = ?", (self.verdict(rows[0][0]), uid))

    def verdict(self, heads: bytes) -> str:
        """Return "refused", "waiting" or "sent" for an activity with these heads (joined rids)."""
        said = []
        for start in range(0, len(heads), _RID):
            rid = heads[start : start + _RID]
            rows = self._book.query("SELECT verdict FROM receipts JOIN journal USING (seq) WHERE rid = ?", (rid,))
            said.append(SETTLED[rows[0][0]] if rows else "waiting")
        return next((one for one in ("refused", "waiting") if one in said), "sent")

    def _unconfirmed(self) -> int:
        """Count the waiting revisions that lie in a parcel."""
        packed: set[int] = set()
        for (raw,) in self._book.query("SELECT seqs FROM parcels"):
            packed.update(json.loads(raw))
        left = sorted(packed)
        waiting = 0
        for start in range(0, len(left), 500):
            some = left[start : start + 500]
            sql = f"SELECT count(*) FROM receipts WHERE seq IN ({','.join('?' * len(some))})"
            waiting += len(some) - self._book.query(sql, tuple(some))[0][0]
        return waiting
