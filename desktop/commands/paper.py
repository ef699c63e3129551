"""Commands about paper: designs, print, report."""

from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import periods, reports
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from desktop.printing import designs as shelf
from desktop.printing import facts as spoken
from desktop.printing import paper
from desktop.printing.official import official
from desktop.printing.raster import page_count

out = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
                   help="Tệp PDF sẽ ghi.")  # fmt: skip


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In mỗi mẫu thành một dòng JSON, đủ ô cần điền.")
@on_desk
def designs(desk: Desk, as_json: bool) -> None:
    """Các mẫu giấy in, khổ, bảng màu và các ô điền được."""
    for design in shelf.load().values():
        if as_json:
            fields = [{"name": field.name, "label": field.label, "kind": field.kind, "required": field.required,
                       "max_length": field.max_length} for field in design.fields]  # fmt: skip
            say({"id": design.id, "label": design.label, "family": design.family, "size_mm": list(design.size),
                 "themes": [theme.id for theme in design.themes], "modes": list(shelf.MODES), "slots": fields})  # fmt: skip
            continue
        size = " x ".join(f"{side:g}" for side in design.size)
        click.echo(f"{design.id:<22} {design.label} ({size} mm)")
        click.echo(f"{'':22} bảng màu: {', '.join(theme.id for theme in design.themes)}")
        click.echo(f"{'':22} ô: {', '.join(field.name for field in design.fields)}")


@click.command("print", cls=Command)
@click.argument("design", metavar="MẪU")
@click.option("--activity", metavar="MÃ", help="Hoạt động lấy nội dung (mã trong danh sách).")
@click.option("--set", "settings", multiple=True, metavar="Ô=CHỮ", help="Điền một ô; ảnh thì ghi Ô=@tệp.png.")
@click.option("--theme", metavar="MÀU", help="Bảng màu, mặc định là bảng đầu tiên.")
@click.option("--mode", default="colour", metavar="KIỂU", help="colour (màu), grey (đen trắng), ink (tiết kiệm mực).")
@click.option("--tile", metavar="GIẤY", help="Ghép khổ lớn từ giấy A4 hoặc A3.")
@out
@on_desk
def print_(desk: Desk, design: str, activity: str | None, settings: tuple[str, ...], theme: str | None, mode: str,
           tile: str | None, output: Path) -> None:  # fmt: skip
    """In một mẫu ra tệp PDF."""
    found = shelf.load()
    if design not in found:
        raise InputError(f"Không có mẫu «{design}»: có {', '.join(found)}.")
    chosen = desk.activities.get(activity) if activity else None
    kind = desk.kinds.known(chosen.kind) if chosen else None
    said = spoken.facts(desk.book.office, kind, chosen.values if chosen else None)
    slots: dict[str, str | bytes] = dict(spoken.fill(found[design], said))
    slots.update(_setting(text) for text in settings)
    pdf = paper.render(found[design], slots, paper.Look(theme, mode, tile))
    atomic_write(output, pdf)
    click.echo(f"Đã in {page_count(pdf)} trang vào {output}")


@click.command(cls=Command)
@click.option("--period", required=True, metavar="KỲ", help="2026-Q3, 2026-10, 2026, 2026-H1, 2026-9M hoặc TỪ..ĐẾN.")
@click.option("--preset", default="nd09", type=click.Choice(["nd09", "calendar"]),
              help="nd09: chốt từ ngày 15 đến ngày 14 (mặc định); calendar: theo tháng, quý dương lịch.")  # fmt: skip
@click.option("--signer", default="", metavar="TÊN", help="Họ tên người ký.")
@click.option("--title", default="", metavar="CHỨC_VỤ", help="Chức vụ người ký, ví dụ PHÓ CHỦ TỊCH.")
@out
@on_desk
def report(desk: Desk, period: str, preset: str, signer: str, title: str, output: Path) -> None:
    """Báo cáo chính thức của một kỳ ra tệp PDF; số, chữ ký, dấu để trống cho văn thư."""
    if output.suffix.lower() != ".pdf":
        raise InputError(f"Phiên bản này mới lập được báo cáo .pdf, chưa được «{output.suffix}»: hãy đặt tên tệp .pdf.")
    window = periods.parse(period, preset=preset)
    pdf = official(reports.build(desk.book, desk.kinds, window, signer=signer, signer_title=title))
    atomic_write(output, pdf)
    click.echo(f"Đã lập báo cáo {window.label}, {page_count(pdf)} trang: {output}")


def _setting(text: str) -> tuple[str, str | bytes]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"«--set {text[:40]}» cần dạng ô=chữ.")
    if value.startswith("@"):
        path = Path(value[1:])
        with told(path):
            return name, path.read_bytes()
    return name, value
