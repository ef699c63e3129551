"""Commands about paper: print, papers."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from desktop import evidence
from desktop.commands.console import Command, Desk, on_desk
from desktop.commands.designs import shelf
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from desktop.models.papers import Papers
from desktop.printing import facts as spoken
from desktop.printing import order, paper, remarks, sets, tiling
from desktop.printing.design import Design
from desktop.printing.raster import page_count

out = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
                   help="Tệp PDF sẽ ghi.")  # fmt: skip


@click.command("print", cls=Command)
@click.argument("design", metavar="MẪU")
@click.option("--activity", metavar="MÃ", help="Hoạt động lấy nội dung (mã trong danh sách).")
@click.option("--set", "settings", multiple=True, metavar="Ô=CHỮ", help="Điền một ô; ảnh thì ghi Ô=@tệp.png.")
@click.option("--focus", "focuses", multiple=True, metavar="Ô=X,Y", help="Điểm giữ lại khi cắt ảnh, từ 0 đến 1: anh=0.5,0.3.")
@click.option("--layout", metavar="BỐ_CỤC", help="Bố cục, mặc định là bố cục đầu tiên.")
@click.option("--size", metavar="KHỔ", help="Phóng ra khổ khác: A0 đến A6, nếu mẫu cho phép.")
@click.option("--theme", metavar="MÀU", help="Bảng màu, mặc định là bảng đầu tiên.")
@click.option("--mode", metavar="KIỂU", help="colour (màu), grey (đen trắng), ink (tiết kiệm mực), large (chữ lớn).")
@click.option("--block", "shown", multiple=True, metavar="PHẦN", help="Thêm một phần tùy chọn.")
@click.option("--no-block", "hidden", multiple=True, metavar="PHẦN", help="Bỏ một phần tùy chọn.")
@click.option("--tile", metavar="GIẤY", help="Ghép khổ lớn từ giấy A4 hoặc A3.")
@click.option("--share", type=click.IntRange(50, 100), default=100, metavar="PHẦN_TRĂM", help="In nhỏ để tốn ít tờ ghép hơn.")
@click.option("--tiles", "only", multiple=True, type=int, metavar="SỐ", help="Chỉ in tờ ghép này, ví dụ in thử một tờ.")
@click.option("--outlines", is_flag=True, help="Chữ thành đường cong, cho tiệm in không có phông.")
@click.option("--fresh", is_flag=True, help="Điền lại từ hoạt động, bỏ qua bản đã sửa và nhớ.")
@click.option("--keep", is_flag=True, help="Nhớ bản in này cùng hoạt động.")
@out
@on_desk
def print_(desk: Desk, design: str, activity: str | None, settings: tuple[str, ...], focuses: tuple[str, ...],
           fresh: bool, keep: bool, output: Path, tile: str | None, share: int, only: tuple[int, ...], outlines: bool,
           **chosen: Any) -> None:  # fmt: skip
    """In một mẫu ra tệp PDF, điền sẵn từ hoạt động hoặc đúng như bản đã sửa và nhớ."""
    found = shelf(desk)
    if design not in found:
        raise InputError(f"Không có mẫu «{design}»: có {', '.join(found)}.")
    ordered = _begun(desk, found[design], activity, fresh=fresh)
    photos: dict[str, bytes] = {}
    ordered = _set(_chosen(found[design], ordered, chosen), settings, focuses, photos)
    _tell(remarks.remarks(found[design], ordered, _photos(desk, photos)))
    pdf = order.render(ordered, found, _photos(desk, photos), tile=tile, share=share / 100, only=only, outlines=outlines)
    atomic_write(output, pdf)
    if keep:
        papers = Papers(desk.book)
        for data in photos.values():
            papers.add_photo(data)
        kept = papers.keep(_uid(desk, activity), design, ordered.to_json(),
                           photos=[one.sha256 for one in ordered.photos.values()])  # fmt: skip
        papers.printed(kept, pdf)
    click.echo(f"Đã in {page_count(pdf)} trang vào {output}")
    at = paper.chosen(found[design], order.look(ordered))
    if tile and tiling.needed(at, tile):
        made = tiling.plan(at, tile, share=share / 100)
        offer = tiling.offer(at, tile) if share == 100 else None
        click.echo(" ".join((tiling.sentence(at, made, tile), offer.sentence if offer else "")).strip())


@click.command(cls=Command)
@click.argument("activity", metavar="MÃ")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="THƯ_MỤC",
              help="Thư mục sẽ ghi các tệp PDF.")  # fmt: skip
@on_desk
def papers(desk: Desk, activity: str, output: Path) -> None:
    """Cả bộ giấy của một hoạt động: giấy mời, áp phích, băng rôn, danh sách, chứng nhận, tài liệu phát tay."""
    found, told_of = shelf(desk), desk.activities.get(activity)
    kind = desk.kinds.known(told_of.kind)
    kept = Papers(desk.book)
    made = sets.papers_for(found, desk.book.office, kind, told_of.values, lambda name: _left(kept, told_of.uid, name))
    with told(output):
        output.mkdir(parents=True, exist_ok=True)
    for one in made:
        design = found[one.order.design]
        _tell(remarks.remarks(design, one.order, _photos(desk, {})))
        pdf = order.render(one.order, found, _photos(desk, {}))
        atomic_write(output / f"{design.id}.pdf", pdf)
        click.echo(f"{design.id}.pdf: {design.label}, {page_count(pdf)} trang{', như bản đã sửa' if one.edited else ''}")


def _uid(desk: Desk, activity: str | None) -> str:
    return desk.activities.get(activity).uid if activity else ""


def _left(papers: Papers, uid: str, design: str) -> str | None:
    left = papers.get(uid, design)
    return left.order if left else None


def _begun(desk: Desk, design: Design, activity: str | None, *, fresh: bool) -> order.Order:
    """Return the order a design was left with for an activity, else one filled from it."""
    chosen = desk.activities.get(activity) if activity else None
    left = None if fresh or chosen is None else _left(Papers(desk.book), chosen.uid, design.id)
    if left:
        return order.from_json(left)
    kind = desk.kinds.known(chosen.kind) if chosen else None
    said = spoken.facts(desk.book.office, kind, chosen.values if chosen else None)
    return order.plain(design, spoken.fill(design, said))


def _chosen(design: Design, ordered: order.Order, chosen: Mapping[str, Any]) -> order.Order:
    words = {name: chosen[name] for name in ("layout", "size", "theme", "mode") if chosen[name] is not None}
    blocks = (ordered.blocks | set(chosen["shown"])) - set(chosen["hidden"])
    unknown = (set(chosen["shown"]) | set(chosen["hidden"])) - {block.id for block in design.blocks}
    if unknown:
        raise InputError(f"Mẫu «{design.id}» không có phần «{min(unknown)}».")
    return replace(ordered, blocks=frozenset(blocks), **words)


def _set(ordered: order.Order, settings: Sequence[str], focuses: Sequence[str], photos: dict[str, bytes]) -> order.Order:
    slots, shown = dict(ordered.slots), dict(ordered.photos)
    for text in settings:
        name, value = _setting(text)
        if isinstance(value, bytes):
            digest = hashlib.sha256(value).hexdigest()
            photos[digest] = value
            shown[name] = order.PhotoRef(digest)
        else:
            slots[name] = value
    for text in focuses:
        name, _, place = text.partition("=")
        found = re.fullmatch(r"([01](?:\.\d+)?),([01](?:\.\d+)?)", place)
        if not found or name not in shown or max(map(float, found.groups())) > 1:
            raise InputError(f"«--focus {text[:40]}» cần dạng ô=x,y từ 0 đến 1, của ô đã có ảnh.")
        shown[name] = replace(shown[name], focus=(float(found[1]), float(found[2])))
    return replace(ordered, slots=slots, photos=shown)


def _photos(desk: Desk, fresh: Mapping[str, bytes]) -> Callable[[str], bytes]:
    return lambda digest: fresh[digest] if digest in fresh else Papers(desk.book).photo(digest)


def _tell(found: Sequence[remarks.Remark]) -> None:
    """Say every remark; what stops printing ends the command."""
    for one in found:
        if one.stops:
            raise InputError(" ".join((one.sentence, *one.ways)))
        click.echo(" ".join((one.sentence, *one.ways)), err=True)


def _setting(text: str) -> tuple[str, str | bytes]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"«--set {text[:40]}» cần dạng ô=chữ.")
    if value.startswith("@"):
        return name, evidence.for_paper(Path(value[1:]))
    return name, value
