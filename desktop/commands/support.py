"""Command support: a bundle for who helps on the phone, looked at before it is sent."""

from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.files import atomic_write


@click.command(cls=Command)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Ghi ra tệp .zip.")
@click.option("--look", is_flag=True, help="Chỉ xem: in ra mọi thứ sẽ nằm trong gói.")
@click.option("--without", multiple=True, metavar="TÊN", help="Bỏ tệp này khỏi gói; dùng được nhiều lần.")
@on_desk
def support(desk: Desk, output: Path | None, look: bool, without: tuple[str, ...]) -> None:
    """Gói hỗ trợ gửi người giúp: kết quả tự kiểm tra, nhật ký chương trình, các con số; không nội dung, không khóa.

    Tên người được che theo cách đoán: hãy đọc bằng --look trước khi gửi.
    """
    if bool(output) == look:
        raise click.UsageError("hãy chọn --look để xem, hoặc -o TỆP để ghi")
    from desktop import support as bundle

    found = bundle.files(desk.folder)
    unknown = sorted(set(without) - set(found))
    if unknown:
        raise click.UsageError(f"gói không có tệp {', '.join(unknown)}")
    if output:
        atomic_write(output, bundle.packed(found, without=without))
    for name, data in found.items():
        if name not in without:
            click.echo(f"{name}  {len(data)} byte")
            if look and not name.endswith(".pdf"):
                click.echo(data.decode())
