"""Whatever stands on the line: only the centre's own seal counts, and each state has its sentence."""

import json
from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from desktop.models.errors import Offline, Rejected, SyncError
from sync import seal, states, wire
from tests.sync.wards import Between, Centre, Forward, Ward, answer, assert_whole, body_of, only_batches, status

HTML = b"<html><body>Wi-Fi mien phi: dang nhap</body></html>"


def portal(_: httpx2.Request, __: Forward) -> httpx2.Response:
    return answer(200, headers={"content-type": "text/html"}, content=HTML)


def redirect(_: httpx2.Request, __: Forward) -> httpx2.Response:
    return answer(302, headers={"location": "http://login.example/"})


def disguised(_: httpx2.Request, __: Forward) -> httpx2.Response:
    return answer(200, headers={"content-type": wire.RECEIPT_TYPE}, content=HTML)


def of_another_centre(request: httpx2.Request, _: Forward) -> httpx2.Response:
    opened = wire.open_batch(request.read())
    batch = wire.read_batch(opened)
    rids = [row.rid for row in batch.revisions]
    verdicts = tuple(wire.RowVerdict(wire.STORED) for _ in rids)
    receipt = wire.Receipt(opened.digest, batch.at, 13, len(rids), bytes(32), verdicts)
    return answer(200, headers={"content-type": wire.RECEIPT_TYPE},
                           content=seal.seal_receipt(receipt, rids, seal.new_secret(), {}).body)  # fmt: skip


def cut_short(request: httpx2.Request, forward: Forward) -> httpx2.Response:
    whole = body_of(forward(request))
    return answer(200, headers={"content-type": wire.RECEIPT_TYPE}, content=whole[: len(whole) // 2])


def flipped(request: httpx2.Request, forward: Forward) -> httpx2.Response:
    whole = bytearray(body_of(forward(request)))
    whole[len(whole) // 2] ^= 4
    return answer(200, headers={"content-type": wire.RECEIPT_TYPE}, content=bytes(whole))


def dead(_: httpx2.Request, __: Forward) -> httpx2.Response:
    raise httpx2.ReadTimeout("nothing moved")


@pytest.mark.parametrize("act", [portal, redirect, disguised, of_another_centre, cut_short, flipped, dead])
def test_whatever_answers_instead_of_the_centre_nothing_is_counted(
    ward: Ward, centre: Centre, act: Callable[..., httpx2.Response]
) -> None:
    uids = ward.fill(12)
    ward.send(centre.transport)
    uids += ward.fill(12)
    with pytest.raises(SyncError) as caught:
        ward.send(Between(centre.transport, only_batches(act)))
    assert caught.value.sentence.endswith(".")
    assert ward.outbox.counts().waiting == 12
    assert sorted({ward.state(uid) for uid in uids}) == ["saved", "sent"]
    assert ward.send(centre.transport).left == 0
    assert_whole(ward, centre.store)


def test_a_receipt_played_again_is_not_a_receipt(ward: Ward, centre: Centre) -> None:
    kept: list[bytes] = []

    def keep(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        kept.append(body_of(forward(request)))
        return answer(200, headers={"content-type": wire.RECEIPT_TYPE}, content=kept[0])

    ward.fill(4)
    ward.send(Between(centre.transport, only_batches(keep)))
    ward.fill(4)
    with pytest.raises(Rejected, match="không khớp"):
        ward.send(Between(centre.transport, only_batches(keep)))
    assert ward.outbox.counts().waiting == 4


def test_a_receipt_of_the_same_revisions_in_another_batch_is_not_this_one(ward: Ward, centre: Centre) -> None:
    kept: list[bytes] = []

    def keep(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if request.url.path == "/v1/sync":
            kept.append(body_of(forward(request)))
        raise httpx2.ReadError("the answer never came")

    def replay(_: httpx2.Request, __: Forward) -> httpx2.Response:
        return answer(200, headers={"content-type": wire.RECEIPT_TYPE}, content=kept[0])

    ward.fill(1)
    ward.send(centre.transport)
    ward.fill(4)
    with pytest.raises(Offline):
        ward.send(Between(centre.transport, keep))
    ward.book.set("unanswered", [])  # as if the program did not know what it had asked
    with pytest.raises(Rejected, match="không khớp"):
        ward.send(Between(centre.transport, only_batches(replay)))
    assert ward.outbox.counts().waiting == 4


def test_a_portal_that_plays_hello_gets_one_body_and_no_more(ward: Ward, centre: Centre) -> None:
    bodies: list[int] = []

    def play(request: httpx2.Request, _: Forward) -> httpx2.Response:
        if request.url.path == "/v1/hello":
            said = {"nonce": request.url.params["nonce"], "protocol_min": 1, "protocol_max": 1}
            return answer(200, headers={"content-type": "application/json"}, content=json.dumps(said).encode())
        bodies.append(len(request.read()))
        return answer(200, headers={"content-type": "text/html"}, content=HTML)

    ward.fill(1)
    ward.send(centre.transport)
    ward.fill(40)
    with pytest.raises(Offline) as caught:
        ward.send(Between(centre.transport, play))
    assert caught.value.sentence == states.SENTENCES["portal"]
    assert sum(bodies) <= 2_000  # nothing but what fits into a question that anybody may see



def test_a_receipt_that_leaves_one_out_counts_nothing(ward: Ward, centre: Centre) -> None:
    def leave_one_out(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        receipt = wire.read_receipt(wire.open_receipt(body_of(forward(request))))
        short = replace(receipt, verdicts=receipt.verdicts[:-1], stored=receipt.stored - 1)
        rids = [row.rid for row in wire.read_batch(wire.open_batch(request.read())).revisions]
        return answer(200, headers={"content-type": wire.RECEIPT_TYPE},
                               content=seal.seal_receipt(short, rids[:-1], centre.store.secret, {}).body)  # fmt: skip

    ward.fill(4)
    with pytest.raises(Rejected):
        ward.send(Between(centre.transport, only_batches(leave_one_out)))
    assert ward.outbox.counts().waiting == 4


def failing(failure: Exception) -> Callable[..., httpx2.Response]:
    def act(_: httpx2.Request, __: Forward) -> httpx2.Response:
        raise failure

    return act


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (failing(httpx2.ConnectError("[Errno -2] Name or service not known")), Offline, states.SENTENCES["offline"]),
        (failing(httpx2.ConnectTimeout("timed out")), Offline, states.SENTENCES["offline"]),
        (failing(httpx2.ReadTimeout("timed out")), Offline, states.SENTENCES["cut"]),
        (failing(httpx2.ProxyError("407 Proxy Authentication Required")), Offline, states.SENTENCES["proxy"]),
        (status(407), Offline, states.SENTENCES["proxy"]),
        (failing(httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed")),
         Offline, states.SENTENCES["untrusted"]),
        (failing(httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: not yet valid")),
         Offline, states.SENTENCES["clock"]),
        (portal, Offline, states.SENTENCES["portal"]),
        (redirect, Offline, states.SENTENCES["portal"]),
        (status(403), Offline, states.SENTENCES["portal"]),
        (status(503, **{"retry-after": "240"}), Offline, "4 phút"),
        (status(503), Offline, "60 giây"),
        (status(429, **{"retry-after": "soon"}), Offline, "60 giây"),
    ],
)  # fmt: skip
def test_each_state_of_the_line_has_its_sentence(
    ward: Ward, centre: Centre, act: Callable[..., httpx2.Response], kind: type[SyncError], words: str
) -> None:
    ward.fill(2)
    with pytest.raises(kind) as caught:
        ward.send(Between(centre.transport, act))
    assert words in caught.value.sentence
    assert ward.outbox.counts().waiting == 2


def test_only_the_centre_can_say_revoked(ward: Ward, centre: Centre) -> None:
    body = b'{"type":"urn:sophuong:problem:revoked","title":"x","status":403,"detail":"x"}'
    ward.fill(1)
    with pytest.raises(Offline):
        ward.send(Between(centre.transport, lambda *_: answer(403, headers={"content-type": "application/problem+json"}, content=body)))  # fmt: skip


def test_a_proxy_that_turns_down_big_bodies_gets_small_ones(ward: Ward, centre: Centre) -> None:
    sizes: list[int] = []

    def narrow(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        sizes.append(len(request.read()))
        return forward(request) if sizes[-1] <= 700 else answer(413, content=b"<html>too large</html>")

    ward.fill(60)
    summary = ward.send(Between(centre.transport, only_batches(narrow)))
    assert (summary.stored, summary.left) == (60, 0)
    assert max(sizes) > 700
    assert_whole(ward, centre.store)


def test_a_portal_that_turns_everything_down_sets_nothing_aside(ward: Ward, centre: Centre) -> None:
    ward.fill(20)
    with pytest.raises(SyncError):
        ward.send(Between(centre.transport, only_batches(status(400))))
    counts = ward.outbox.counts()
    assert (counts.waiting, counts.refused) == (20, 0)
