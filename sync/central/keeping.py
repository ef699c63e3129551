"""The commands that keep a centre safe: backup, restore, replay, check, migrate."""

import sys
from pathlib import Path

import click

from desktop.models.errors import AppError
from desktop.models.files import told
from sync.central import checking, dump, replaying, schema
from sync.central.door import DATABASE, now, opened, with_store
from sync.central.store import Store

SUFFIX = ".sophuong-trungtam"


@click.command()
@with_store
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keep", type=click.IntRange(min=1), help="Chỉ giữ chừng này bản sao mới nhất trong thư mục.")
def backup(store: Store, folder: Path, keep: int | None) -> None:
    """Sao lưu cơ sở dữ liệu (cả khóa của trung tâm) thành một tệp trong FOLDER, không phải dừng nhận."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{now():%Y%m%d-%H%M%S}{SUFFIX}"
    counts = dump.write(store, target, now=now())
    click.echo(f"Đã sao lưu {counts['inbox']} gói, {counts['revisions']} dòng sổ vào {target}.")
    if keep:
        for old in sorted(folder.glob(f"*{SUFFIX}"))[:-keep]:
            with told(old):
                old.unlink(missing_ok=True)


@click.command()
@with_store
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(store: Store, file: Path) -> None:
    """Khôi phục từ tệp sao lưu vào một trung tâm còn trống, SQLite hay PostgreSQL đều được."""
    counts = dump.read(store, file)
    click.echo(f"Đã khôi phục {counts.get('inbox', 0)} gói, {counts.get('revisions', 0)} dòng sổ: hãy chạy check, "
               "chép thư mục ảnh về, rồi mới cho nhận.")  # fmt: skip


@click.command()
@with_store
@click.option("--into", required=True, metavar="NƠI", help="Thư mục hoặc địa chỉ cơ sở dữ liệu còn trống.")
@click.option("--into-data", type=click.Path(path_type=Path, file_okay=False), help="Thư mục ảnh, khi NƠI là PostgreSQL.")
def replay(store: Store, into: str, into_data: Path | None) -> None:
    """Dựng lại sổ, hoạt động và bảng cộng dồn từ nhật ký gói vào một kho mới; kho cũ không bị đụng tới."""
    target = opened(into_data, into) if "://" in into else opened(Path(into), None)
    try:
        count = replaying.replay(store, target)
    finally:
        target.close()
    click.echo(f"Đã dựng lại từ {count} gói: hãy chạy check trên kho mới rồi đổi sang dùng.")


@click.command()
@with_store
def check(store: Store) -> None:
    """Đối chiếu mọi thứ trung tâm giữ: chuỗi sổ, gói, biên nhận, hoạt động, bảng cộng dồn, ảnh."""
    faults = 0
    for faults, sentence in enumerate(checking.check(store), start=1):  # noqa: B007
        click.echo(sentence, err=True)
    if faults:
        sys.exit(1)
    click.echo("Mọi thứ khớp.")


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu của trung tâm.")
@click.option("--database", envvar=DATABASE, help="Địa chỉ cơ sở dữ liệu.")
def migrate(data: Path | None, database: str | None) -> None:
    """Đưa lược đồ cơ sở dữ liệu lên bản của chương trình này; hãy sao lưu trước."""
    try:
        opened(data, database, forward=True).close()
    except AppError as fault:
        click.echo(fault.sentence, err=True)
        sys.exit(1)
    click.echo(f"Lược đồ ở bản {schema.HEAD}.")
