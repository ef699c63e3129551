"""The centre's command that seals a design pack, so that every ward's program takes it without a further word."""

from pathlib import Path

import click

from desktop.models import pack_files
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from sync import seal
from sync.central.door import with_store
from sync.central.store import Store


@click.command("seal")
@with_store
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Ghi gói đã ký ra đây (mặc định: tại chỗ).")
def seal_(store: Store, file: Path, output: Path | None) -> None:
    """Ký một gói mẫu giấy (.sophuong) đã được «sophuong designs check» xem xét."""
    with told(file):
        if file.stat().st_size > pack_files.MOST_BYTES:
            raise InputError(f"Gói «{file.name}» lớn hơn {pack_files.MOST_BYTES // 1_000_000} MB: đó không phải gói mẫu.")
        data = file.read_bytes()
    made = pack_files.sealed(data, lambda message: seal.sign(store.secret, message), name=file.name)
    atomic_write(output or file, made)
    click.echo(f"Đã ký gói mẫu {output or file}.")
