"""Commands about receipts: the list, one on paper, and the check that needs no line."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models.errors import AppError, InputError
from desktop.models.files import atomic_write, told
from desktop.models.outbox import Outbox
from desktop.models.text import date_vi, number_vi

VIETNAM = timezone(timedelta(hours=7))
WORDS = {"stored": "Đã nhận", "known": "Đã có từ trước", "refused": "Từ chối"}


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In mỗi biên nhận thành một dòng JSON.")
@on_desk
def receipts(desk: Desk, as_json: bool) -> None:
    """Các biên nhận đã giữ, mới nhất trước."""
    from sync import proof

    for one in proof.kept(desk.book):
        said = one.said
        if as_json:
            say({"batch": one.batch, "at": _iso(said.at), "count": said.count, "stored": said.stored})
        else:
            click.echo(f"{one.batch[:16]}  {_when(said.at)}  {number_vi(said.count)} lần lưu, {number_vi(said.stored)} mới")


@click.command(cls=Command)
@click.argument("which", metavar="MÃ")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
              help="Tệp PDF sẽ ghi.")  # fmt: skip
@on_desk
def receipt(desk: Desk, which: str, output: Path) -> None:
    """In biên nhận ra tệp PDF: MÃ là mã đợt gửi (xem receipts) hoặc mã hoạt động."""
    from desktop.printing.raster import page_count
    from desktop.printing.receipt import receipt as draw
    from sync import proof

    batch = proof.find(desk.book, which) if len(which) >= 8 else None
    if batch is not None:
        slip = _slip(desk, batch, proof.rows(desk.book, batch), proof.text_of_batch(batch), alone=False)
    else:
        one, listed = proof.of_activity(desk.book, which)
        slip = _slip(desk, one, [listed], proof.text_of_revision(desk.book, one, listed), alone=True)
    pdf = draw(slip)
    atomic_write(output, pdf)
    click.echo(f"Đã in biên nhận, {page_count(pdf)} trang: {output}")


@click.command(cls=Command)
@click.argument("what", metavar="CHỮ_HOẶC_TỆP")
@click.option("--key", default="", metavar="HEX", help="Khóa công khai của trung tâm, khi máy không có sổ.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành một dòng JSON.")
@on_desk
def verify(desk: Desk, what: str, key: str, as_json: bool) -> None:
    """Kiểm tra biên nhận không cần mạng: dòng chữ của mã QR, tệp chứa dòng chữ đó, hoặc tệp .bien-nhan."""
    from sync import proof

    known = _key(desk, key)
    for said in _proofs(what, known):
        if as_json:
            say({"batch": said.batch.hex(), "at": _iso(said.at), "count": said.count, "stored": said.stored,
                 "rid": said.rid.hex(), "verdict": said.verdict})  # fmt: skip
        elif said.rid:
            click.echo(f"Đúng chữ ký của trung tâm: {_when(said.at)}, lần lưu {said.rid.hex()[:16]}: "
                       f"{WORDS[said.verdict].lower()}.")  # fmt: skip
        else:
            click.echo(f"Đúng chữ ký của trung tâm: {_when(said.at)}, đợt {said.batch.hex()[:16]} gồm "
                       f"{number_vi(said.count)} lần lưu, {number_vi(said.stored)} mới.")  # fmt: skip
    click.echo(f"Dấu khóa của trung tâm: {proof.fingerprint(known)}", err=as_json)


def _proofs(what: str, key: bytes) -> list[Any]:
    """Return what a text or a file proves. Raises AppError for anything that proves nothing."""
    from sync import proof, sections

    if what.strip().upper().startswith(proof.LABEL):
        return [proof.verify(what, key)]
    path = Path(what)
    with told(path), path.open("rb") as file:
        begin = file.read(4 * proof.MOST)
    if begin[:3] != sections.RECEIPTS_MARK[:3]:
        return [proof.verify(begin.decode("utf-8", errors="replace"), key)]
    found = [proof.of_receipt(section[1:], key) for section in sections.read(path, sections.RECEIPTS_MARK)
             if section[:1] == sections.RECEIPT]  # fmt: skip
    if not found:
        raise InputError(f"«{path.name}» không có biên nhận nào: hãy xin lại tệp biên nhận của trung tâm.")
    return found


def _key(desk: Desk, given: str) -> bytes:
    from sync import enrolment

    if not given:
        return enrolment.route(desk.book).centre_key
    try:
        key = bytes.fromhex(given)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise InputError("Khóa của trung tâm phải gồm 64 chữ số thập lục phân: hãy chép lại cho đủ.")
    return key


def _slip(desk: Desk, kept: Any, listed: list[Any], text: str, *, alone: bool) -> Any:
    from desktop.printing.receipt import Slip, SlipRow
    from sync import enrolment, proof

    said, route = kept.said, enrolment.route(desk.book)
    try:
        proof.verify(text, route.centre_key)
    except AppError as fault:
        raise InputError("Biên nhận này do khóa cũ hoặc trung tâm khác ký nên không in được nữa: hãy chọn biên nhận khác.",
                         details=fault.details) from fault  # fmt: skip
    rows = []
    for one, row in zip(listed, Outbox(desk.book).rows([one.seq for one in listed]), strict=True):
        label = desk.kinds[row.kind].label if row.kind in desk.kinds else row.kind
        rows.append(SlipRow(row.uid[:8], label, str(row.values.get("title", "")),
                            date_vi(str(row.values.get("starts_on", ""))), WORDS[one.verdict]))  # fmt: skip
    refused = Counter(one.verdict for one in listed)["refused"]
    return Slip(
        unit=desk.book.office.unit.name, centre=route.url, at=_when(said.at), batch=kept.batch, of=said.count,
        stored=said.stored, refused=refused, fingerprint=proof.fingerprint(route.centre_key), proof=text,
        rows=tuple(rows), alone=alone,
    )  # fmt: skip


def _when(at: int) -> str:
    there = datetime.fromtimestamp(at, VIETNAM)
    return f"{there:%H:%M} ngày {date_vi(there.date())}"


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
