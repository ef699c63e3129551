"""`python -m sync.updates`: the maker's side of updates, on the machine that holds the keys."""

import sys
from pathlib import Path

import click

from desktop.models.errors import AppError
from desktop.models.files import atomic_write
from sync.updates import repository

folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
keys = click.option("--keys", type=click.Path(path_type=Path, file_okay=False), required=True,
                    help="Thư mục khóa, không bao giờ công bố.")  # fmt: skip


@click.group(context_settings={"help_option_names": ["--help", "-h"]})
def cli() -> None:
    """Danh mục cập nhật: lập, thêm bản mới, ký lại. Thư mục ra đặt được ở máy chủ web, ổ chung hay USB."""


@cli.command()
@folder
@keys
@click.option("--root", type=click.Path(path_type=Path, dir_okay=False),
              help="Chép gốc tin cậy ra tệp này, để đóng vào chương trình.")  # fmt: skip
def init(folder: Path, keys: Path, root: Path | None) -> None:
    """Lập khóa và danh mục trống."""
    data = repository.begin(folder, keys)
    if root:
        root.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(root, data)
    click.echo(f"Đã lập danh mục tại {folder}; khóa ở {keys}: cất ba tệp root-*.pem ở ba nơi khác nhau, không để trên máy chủ.")


@cli.command()
@folder
@keys
@click.argument("tree", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--version", required=True, help="Số phiên bản, ví dụ 1.2.0.")
@click.option("--platform", required=True, help="linux-x86_64 hoặc win32-amd64.")
@click.option("--notes", default="", help="Một câu cho người dùng: bản này có gì mới.")
def add(folder: Path, keys: Path, tree: Path, version: str, platform: str, notes: str) -> None:
    """Thêm một bản đã đóng gói (thư mục dist/so-phuong) và các bản vá từ những bản trước."""
    index = repository.add(folder, keys, tree, version=version, platform=platform, notes=notes)
    newest = index["versions"][-1]
    for older, name in newest["ways"].items():
        click.echo(f"{'từ ' + older if older else 'cả gói'}: {newest['sizes'][name] / 1e6:.2f} MB  {name}")


@cli.command()
@folder
@keys
def renew(folder: Path, keys: Path) -> None:
    """Ký lại danh mục, nội dung giữ nguyên; làm trước khi danh mục hết hạn."""
    click.echo(f"Danh mục có hiệu lực đến {repository.renew(folder, keys):%d/%m/%Y}.")


def main() -> None:
    """Run and leave with 0, 1 (a fault in one sentence) or 2 (usage)."""
    try:
        cli()
    except AppError as fault:
        click.echo(fault.sentence, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
