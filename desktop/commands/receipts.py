"""Commands about receipts: the list, one on paper, and the check that needs no line."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from desktop.models.text import number_vi


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In mỗi biên nhận thành một dòng JSON.")
@on_desk
def receipts(desk: Desk, as_json: bool) -> None:
    """Các biên nhận đã giữ, mới nhất trước."""
    from desktop import slips
    from sync import proof

    for one in proof.kept(desk.book):
        said = one.said
        if as_json:
            say({"batch": one.batch, "at": _iso(said.at), "count": said.count, "stored": said.stored})
        else:
            click.echo(f"{one.batch[:16]}  {slips.when(said.at)}  {number_vi(said.count)} lần lưu, {number_vi(said.stored)} mới")


@click.command(cls=Command)
@click.argument("which", metavar="MÃ")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
              help="Tệp PDF sẽ ghi.")  # fmt: skip
@on_desk
def receipt(desk: Desk, which: str, output: Path) -> None:
    """In biên nhận ra tệp PDF: MÃ là mã đợt gửi (xem receipts) hoặc mã hoạt động."""
    from desktop import slips
    from desktop.printing.raster import page_count
    from desktop.printing.receipt import receipt as draw
    from sync import proof

    batch = proof.find(desk.book, which) if len(which) >= 8 else None
    if batch is not None:
        pdf = draw(slips.of_batch(desk.book, desk.kinds, batch))
    else:
        pdf = draw(slips.of_activity(desk.book, desk.kinds, which))
    atomic_write(output, pdf)
    click.echo(f"Đã in biên nhận, {page_count(pdf)} trang: {output}")


@click.command(cls=Command)
@click.argument("what", metavar="CHỮ_HOẶC_TỆP")
@click.option("--key", default="", metavar="HEX", help="Khóa công khai của trung tâm, khi máy không có sổ.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành một dòng JSON.")
@on_desk
def verify(desk: Desk, what: str, key: str, as_json: bool) -> None:
    """Kiểm tra biên nhận không cần mạng: dòng chữ của mã QR, tệp chứa dòng chữ đó, hoặc tệp .bien-nhan."""
    from desktop import slips
    from sync import proof

    known = _key(desk, key)
    for said in _proofs(what, known):
        if as_json:
            say({"batch": said.batch.hex(), "at": _iso(said.at), "count": said.count, "stored": said.stored,
                 "rid": said.rid.hex(), "verdict": said.verdict})  # fmt: skip
        elif said.rid:
            click.echo(f"Đúng chữ ký của trung tâm: {slips.when(said.at)}, lần lưu {said.rid.hex()[:16]}: "
                       f"{slips.WORDS[said.verdict].lower()}.")  # fmt: skip
        else:
            click.echo(f"Đúng chữ ký của trung tâm: {slips.when(said.at)}, đợt {said.batch.hex()[:16]} gồm "
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


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
