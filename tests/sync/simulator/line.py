"""The line of a world: a carrier that loses, doubles, delays, cuts, flips and lies."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from sync import wire
from sync.carrier import Question, Reply
from tests.sync.simulator.centre import AFTER, BEFORE, CentreDied, SimCentre
from tests.sync.simulator.counts import Broken, Counts
from tests.sync.simulator.ruled import Ruler

HTML = {"content-type": "text/html"}
ENDLESS = 500  # questions of one sending
RECEIPT = {"content-type": wire.RECEIPT_TYPE}
# What happens to a question, and how often beside the others.
FAULTS = {
    "fine": 60, "no way": 4, "question lost": 4, "answer lost": 5, "doubled": 4, "delayed": 4, "answer truncated": 2,
    "answer flipped": 3, "question truncated": 1, "question flipped": 2, "portal": 3, "portal redirect": 1,
    "portal that copies": 1, "other receipt": 3, "busy": 1, "too big": 1, "fault": 1, "centre died before": 3,
    "centre died after": 3, "client died before": 2, "client died after": 2,
}  # fmt: skip


class ClientDied(BaseException):
    """The power of the PC went."""


@dataclass(slots=True)
class Air:
    """What is on its way in a world: questions that come late, receipts that were seen."""

    late: list[bytes] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)


class SimLine:
    """Carries questions of one PC; while `bad`, something happens to many of them."""

    def __init__(self, ruler: Ruler, centre: SimCentre, air: Air, counts: Counts, *, bad: Callable[[], bool]) -> None:
        self._ruler, self._centre, self._air, self._counts, self._bad = ruler, centre, air, counts, bad
        self._asked = 0

    def ask(self, question: Question) -> Reply:
        """Carry a question. Raises httpx2.HTTPError as a line does, ClientDied."""
        self._ruler.pass_by(2.0)
        self._counts.happened["questions"] += 1
        self._asked += 1
        if self._asked > ENDLESS:
            raise Broken("a sending never ends")
        fault = self._ruler.chance.choices(_NAMES, _WEIGHTS)[0] if self._bad() else "fine"
        if fault != "fine":
            self._counts.happened[fault] += 1
        return self._act(fault, question)

    def close(self) -> None:
        """Hang up."""

    def _act(self, fault: str, question: Question) -> Reply:
        match fault:
            case "no way":
                raise httpx2.ConnectError("no route")
            case "question lost":
                raise httpx2.ReadError("reset")
            case "client died before":
                raise ClientDied
            case "delayed":
                self._ruler.pass_by(60)
                if question.path == "/v1/sync":
                    self._air.late.append(question.body)
                raise httpx2.ReadTimeout("nothing came")
            case "doubled":
                self._reach(question)
            case "question truncated":
                question = _with(question, question.body[: self._ruler.chance.randrange(len(question.body) + 1)])
            case "question flipped":
                question = _with(question, self._flipped(question.body))
            case "centre died before" | "centre died after":
                self._centre.doom = BEFORE if fault.endswith("before") else AFTER
            case "portal":
                return Reply(200, HTML, b"<html>login</html>")
            case "portal redirect":
                return Reply(302, HTML, b"")
            case "portal that copies":
                return Reply(200, RECEIPT, question.body)
            case "other receipt" if self._air.receipts:
                return Reply(200, RECEIPT, self._ruler.chance.choice(self._air.receipts))
            case "busy":
                return Reply(503, {"retry-after": "1"}, b"busy")
            case "too big":
                return Reply(413, HTML, b"<html>too big</html>")
            case "fault":
                return Reply(500, HTML, b"")
        reply = self._reach(question)
        match fault:
            case "answer lost":
                raise httpx2.ReadError("reset")
            case "client died after":
                raise ClientDied
            case "answer truncated":
                return Reply(reply.status, reply.headers, reply.body[: self._ruler.chance.randrange(len(reply.body) + 1)])
            case "answer flipped":
                return Reply(reply.status, reply.headers, self._flipped(reply.body))
        return reply

    def _reach(self, question: Question) -> Reply:
        try:
            reply = self._centre.ask(question)
        except CentreDied:
            raise httpx2.RemoteProtocolError("closed") from None
        if reply.headers.get("content-type") == wire.RECEIPT_TYPE:
            self._air.receipts.append(reply.body)
            del self._air.receipts[:-40]
        return reply

    def _flipped(self, raw: bytes) -> bytes:
        if not raw:
            return raw
        at = self._ruler.chance.randrange(len(raw))
        return raw[:at] + bytes([raw[at] ^ 1 << self._ruler.chance.randrange(8)]) + raw[at + 1 :]


_NAMES, _WEIGHTS = list(FAULTS), list(FAULTS.values())


def _with(question: Question, body: bytes) -> Question:
    return Question(question.method, question.path, body, question.headers)
