"""Commands about designs: list, check, add, remove, pack."""

from pathlib import Path

import click

from desktop.commands.console import Command, Desk, Group, on_desk, say
from desktop.models import design_packs, pack_files
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from desktop.printing import designs as shelf_module
from desktop.printing import packs
from desktop.printing.design import MODES, Design

COMMANDS = {
    "list": ("designs", "list_", "Các mẫu in được, khổ, bảng màu và các ô điền được."),
    "check": ("designs", "check", "Kiểm tra một gói mẫu mà không thêm."),
    "add": ("designs", "add", "Thêm mẫu từ một gói, sau khi kiểm tra."),
    "remove": ("designs", "remove", "Gỡ một mẫu đã thêm."),
    "pack": ("designs", "pack", "Đóng gói một thư mục mẫu."),
}
pack_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="GÓI")
as_json = click.option("--json", "as_json", is_flag=True, help="In mỗi mẫu thành một dòng JSON, đủ ô cần điền.")


def shelf(desk: Desk) -> dict[str, Design]:
    """Return the designs a desk may print with: those of its book where there is one, else the shipped ones."""
    return dict(packs.shelf(desk.book) if Book.exists(desk.folder) else shelf_module.load())


@click.command(cls=Group, later=COMMANDS, invoke_without_command=True)
@as_json
@on_desk
@click.pass_context
def designs(ctx: click.Context, desk: Desk, as_json: bool) -> None:
    """Các mẫu giấy in: xem, kiểm tra, thêm từ gói, gỡ."""
    if ctx.invoked_subcommand is None:
        _show(desk, as_json=as_json)


@click.command("list", cls=Command)
@as_json
@on_desk
def list_(desk: Desk, as_json: bool) -> None:
    """Các mẫu giấy in, khổ, bảng màu và các ô điền được."""
    _show(desk, as_json=as_json)


@click.command(cls=Command)
@pack_file
@on_desk
def check(desk: Desk, file: Path) -> None:
    """Đọc và vẽ thử một gói mẫu ở mọi bố cục, bảng màu, kiểu in; nói ra mọi điều chưa đạt."""
    pack = packs.read(_bytes(file), name=file.name)
    signed = packs.is_signed(pack, _signed_by(desk))
    against = packs.judged(pack)
    for problem in against:
        click.echo(f"- {problem}", err=True)
    if against:
        raise InputError(f"Mẫu «{pack.design.label}» chưa dùng được: {len(against)} điều ở trên cần sửa.")
    seal = "có con dấu của trung tâm" if signed else "không có con dấu của trung tâm nào máy này biết"
    click.echo(f"Mẫu «{pack.design.label}» ({pack.design.id}) dùng được, {seal}.")


@click.command(cls=Command)
@pack_file
@click.option("--unsigned", is_flag=True, help="Vẫn thêm gói không có con dấu của trung tâm, khi biết rõ ai làm ra.")
@on_desk
def add(desk: Desk, file: Path, unsigned: bool) -> None:
    """Thêm mẫu từ một gói .sophuong. Gói không đạt bị từ chối và không ghi gì."""
    signed_by = _signed_by(desk)
    pack = packs.add(desk.book, _bytes(file), signed_by=signed_by, unsigned=unsigned, name=file.name)
    if not packs.is_signed(pack, signed_by):
        click.echo("Chú ý: gói này không do trung tâm ký, chỉ dùng khi biết rõ ai làm ra.", err=True)
    click.echo(f"Đã thêm mẫu «{pack.design.label}» ({pack.design.id}).")


@click.command(cls=Command)
@click.argument("design", metavar="MẪU")
@on_desk
def remove(desk: Desk, design: str) -> None:
    """Gỡ một mẫu đã thêm từ gói; mẫu có sẵn thì luôn còn."""
    if not design_packs.DesignPacks(desk.book).remove(design):
        raise InputError(f"Không có mẫu «{design}» nào được thêm từ gói.")
    click.echo(f"Đã gỡ mẫu {design}.")


@click.command(cls=Command)
@click.argument("source", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP")
@on_desk
def pack(desk: Desk, source: Path, output: Path) -> None:
    """Đóng gói design.toml và art/*.toml của một thư mục thành gói chưa ký, sau khi kiểm tra."""
    with told(source):
        art = {path.stem: path.read_text(encoding="utf-8") for path in sorted((source / "art").glob("*.toml"))}
        made = pack_files.write((source / pack_files.DESIGN).read_text(encoding="utf-8"), art)
    found = packs.read(made, name=source.name)
    against = packs.judged(found)
    if against:
        raise InputError(f"Mẫu «{found.design.label}» chưa dùng được: {against[0]}.")
    atomic_write(output, made)
    click.echo(f"Đã đóng gói mẫu «{found.design.label}» vào {output}: trung tâm ký rồi mới phát cho các đơn vị.")


def _show(desk: Desk, *, as_json: bool) -> None:
    added = {one.id: one for one in design_packs.DesignPacks(desk.book).all()} if Book.exists(desk.folder) else {}
    for design in shelf(desk).values():
        if as_json:
            say(_described(design))
            continue
        size = " x ".join(f"{side:g}" for side in design.size)
        source = "" if design.id not in added else (", gói có ký" if added[design.id].signed else ", gói không ký")
        click.echo(f"{design.id:<22} {design.label} ({size} mm{source})")
        if len(design.layouts) > 1 or design.sizes():
            told = (one.id + (f" ({', '.join(one.sizes)})" if one.sizes else "") for one in design.layouts)
            click.echo(f"{'':22} bố cục: {', '.join(told)}")
        if design.blocks:
            click.echo(f"{'':22} phần: {', '.join(block.id for block in design.blocks)}")
        click.echo(f"{'':22} bảng màu: {', '.join(theme.id for theme in design.themes)}")
        click.echo(f"{'':22} ô: {', '.join(field.name for field in design.fields)}")


def _described(design: Design) -> dict[str, object]:
    fields = [{"name": field.name, "label": field.label, "kind": field.kind, "required": field.required,
               "max_length": field.max_length} for field in design.fields]  # fmt: skip
    layouts = [{"id": one.id, "label": one.label, "size_mm": list(one.size), "sizes": list(one.sizes)} for one in design.layouts]
    blocks = [{"id": block.id, "label": block.label, "on": block.on} for block in design.blocks]
    return {"id": design.id, "label": design.label, "family": design.family, "size_mm": list(design.size), "layouts": layouts,
            "blocks": blocks, "themes": [theme.id for theme in design.themes], "modes": list(MODES), "pack": design.pack,
            "kinds": list(design.kinds), "slots": fields}  # fmt: skip


def _signed_by(desk: Desk) -> packs.SignedBy | None:
    """Return how the seal of this book's centre is known, None where there is no book or no centre."""
    from sync import seal

    key = (desk.book.setting("enrolment") or {}).get("centre_key") if Book.exists(desk.folder) else None
    return (lambda signature, message: seal.signed_by(bytes.fromhex(key), signature, message)) if key else None


def _bytes(file: Path) -> bytes:
    with told(file):
        if file.stat().st_size > pack_files.MOST_BYTES:
            raise InputError(f"Gói «{file.name}» lớn hơn {pack_files.MOST_BYTES // 1_000_000} MB: đó không phải gói mẫu.")
        return file.read_bytes()
