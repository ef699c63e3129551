"""The centre's commands about devices, activities and publications: what people there decide."""

import json
from pathlib import Path

import click
from sqlalchemy import select

from desktop.models import declarations, kinds, lists, plans, units
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from sync import sections
from sync.central import published, reviewing
from sync.central.door import now, with_store
from sync.central.enrolments import Enrolments
from sync.central.parcels import Taken
from sync.central.parcels import accept as take_parcel
from sync.central.receiving import Receiving
from sync.central.store import Store
from sync.central.tables import items

TOPICS = ("kinds", "plans", "designs", "lists", "notice")
MOST = 400_000  # bytes of a text


@click.command()
@with_store
@click.argument("device")
def approve(store: Store, device: str) -> None:
    """Cho một máy đang chờ được gửi; những gì máy đó đã gửi tới được nhận vào."""
    Enrolments(store).approve(device, now=now())
    count = Receiving(store, published.kinds_of(store), now=now).readmit(device)
    click.echo(f"Đã duyệt máy {device}" + (f", đã nhận {count} gói giữ riêng." if count else "."))


@click.command()
@with_store
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp biên nhận ra đây.")
def accept(store: Store, files: tuple[Path, ...], output: Path | None) -> None:
    """Nhận các tệp gói (.sophuong) đơn vị gửi bằng USB hoặc thư, và ghi tệp biên nhận để trả lại."""
    receiving = Receiving(store, published.kinds_of(store), now=now)
    taken = Taken()
    for file in files:
        take_parcel(store, receiving, file, taken, now=now())
    if output is not None:
        atomic_write(output, sections.write(sections.RECEIPTS_MARK, taken.receipts))
    said = f"Đã nhận {taken.batches} gói"
    said += f", {taken.photos} ảnh" if taken.photos else ""
    said += f", giữ riêng {taken.apart} gói của máy chưa được duyệt hoặc đã bị thu hồi" if taken.apart else ""
    click.echo(said + (f"; biên nhận ở {output}." if output else "."))
    for fault in taken.faults:
        click.echo(fault, err=True)
    if taken.faults or taken.apart:
        raise SystemExit(1)


@click.command()
@with_store
@click.argument("device")
def readmit(store: Store, device: str) -> None:
    """Cho một máy đã bị thu hồi gửi lại, và nhận những gì máy đó gửi trong thời gian bị thu hồi."""
    Enrolments(store).admit_again(device, now=now())
    count = Receiving(store, published.kinds_of(store), now=now).readmit(device)
    click.echo(f"Máy {device} gửi lại được, đã nhận {count} gói giữ riêng.")


def _review(store: Store, uid: str, state: str, reason: str, field: tuple[str, ...]) -> None:
    remarks = {}
    for pair in field:
        name, mark, sentence = pair.partition("=")
        if not mark or not sentence.strip():
            raise InputError(f"«{pair[:60]}» phải có dạng TÊN=LỜI, ví dụ printed=Cao hơn số đã in.")
        remarks[name.strip()] = sentence.strip()
    unit = reviewing.review(store, published.kinds_of(store), uid, state, reason=reason.strip(), remarks=remarks, now=now())
    words = {"returned": "Đã trả lại để sửa", "accepted": "Đã chấp nhận", "locked": "Đã khóa", "open": "Đã mở lại"}
    click.echo(f"{words[state]} hoạt động {uid}: {units.find(unit).name} sẽ thấy ở lần nối tới.")


_reason = click.option("--reason", default="", help="Lời cho cả hoạt động.")
_field = click.option("--field", multiple=True, metavar="TÊN=LỜI", help="Lời cho một trường; dùng được nhiều lần.")


@click.command()
@with_store
@click.argument("uid")
@click.argument("state", type=click.Choice(reviewing.STATES))
@_reason
@_field
def review(store: Store, uid: str, state: str, reason: str, field: tuple[str, ...]) -> None:
    """Nói về một hoạt động: returned (trả lại để sửa), accepted (chấp nhận), locked (khóa), open (mở lại)."""
    _review(store, uid, state, reason, field)


@click.command("return")
@with_store
@click.argument("uid")
@_reason
@_field
def return_(store: Store, uid: str, reason: str, field: tuple[str, ...]) -> None:
    """Trả một hoạt động về cho đơn vị sửa, kèm lời cho cả hoạt động hoặc cho từng trường."""
    _review(store, uid, "returned", reason, field)


@click.command()
@with_store
@click.argument("topic", type=click.Choice(TOPICS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--title", default="", help="Tiêu đề của thông báo.")
@click.option("--text", default="", help="Lời của thông báo, khi không có tệp.")
@click.option("--to", "to", multiple=True, metavar="ĐƠN_VỊ", help="Chỉ cho đơn vị này; dùng được nhiều lần (mặc định: tất cả).")
@click.option("--withdraw", metavar="TÊN", help="Rút lại khai báo đã công bố với tên này.")
def publish(store: Store, topic: str, file: Path | None, title: str, text: str, to: tuple[str, ...],
            withdraw: str | None) -> None:  # fmt: skip
    """Công bố khai báo (kinds, plans, designs, lists: tệp TOML) hoặc thông báo (notice) tới các đơn vị."""
    chosen = tuple(units.find(one).code for one in to) or ("",)
    if withdraw:
        key, body = withdraw, {"name": withdraw, "text": ""}
    elif topic == "notice":
        said = _text(file) if file else text
        if not title.strip() or not said.strip():
            raise InputError("Thông báo phải có tiêu đề và lời: hãy thêm --title và --text, hoặc một tệp.")
        key, body = f"{now():%Y%m%dT%H%M%S%f}", {"title": title.strip()[:200], "text": said.strip()[:4000]}
    elif file is None:
        raise InputError("Hãy cho biết tệp khai báo cần công bố.")
    else:
        said = _text(file)
        check(store, topic, file, said)
        key, body = file.name, {"name": file.name, "text": said}
    serials = published.publish(store, topic=topic, key=key, body=body, units=chosen, now=now())
    whom = "mọi đơn vị" if chosen == ("",) else f"{len(chosen)} đơn vị"
    click.echo(f"Đã công bố {topic} «{key}» (số {', '.join(map(str, serials))}) cho {whom}.")


@click.command("published")
@with_store
@click.option("--json", "as_json", is_flag=True, help="Mỗi mục một dòng JSON.")
def published_(store: Store, *, as_json: bool) -> None:
    """Liệt kê những gì đã công bố."""
    columns = (items.c.serial, items.c.at, items.c.topic, items.c.key, items.c.version, items.c.unit)
    with store.reading() as connection:
        for row in connection.execute(select(*columns).order_by(items.c.serial)):
            if as_json:
                click.echo(json.dumps(row._asdict(), ensure_ascii=False))
            else:
                click.echo(f"{row.serial}  {row.at}  {row.topic}  {row.key} v{row.version}  {row.unit or 'mọi đơn vị'}")


def _text(file: Path) -> str:
    with told(file):
        if file.stat().st_size > MOST:
            raise InputError(f"Tệp «{file.name}» lớn hơn {MOST // 1000} KB: hãy rút gọn.")
        try:
            return file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"Tệp «{file.name}» không phải văn bản UTF-8: hãy lưu lại dạng UTF-8.") from None


def check(store: Store, topic: str, file: Path, said: str) -> None:
    """Read a declaration as the wards will, before any of them gets it. Raises DeclarationError."""
    texts = {file.name: said}
    if topic == "kinds":
        kinds.load(published=published.texts(store, "kinds") | texts, published_lists=published.texts(store, "lists"))
    elif topic == "lists":
        lists.load(published=texts)
        kinds.load(published=published.texts(store, "kinds"), published_lists=published.texts(store, "lists") | texts)
    elif topic == "plans":
        plans.load(published.kinds_of(store), texts=texts)
    else:
        declarations.parse(file, said)  # the centre has no paper: the ward's program judges the rest
