"""What every command of the centre begins with: an open store, and one sentence on stderr for every fault."""

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from desktop.models.errors import AppError
from sync.central.store import Store, open_folder, open_url

DATABASE = "SO_PHUONG_DATABASE"


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def opened(data: Path | None, database: str | None, *, forward: bool = False) -> Store:
    """Open what --data and --database name: either, or both for PostgreSQL."""
    if (data is None) == (database is None) and not (database or "").startswith("postgresql"):
        raise click.UsageError("Hãy cho đúng một trong hai: --data THƯ_MỤC hoặc --database ĐỊA_CHỈ.")
    return open_url(database, data, forward=forward) if database else open_folder(data or Path(), forward=forward)


def with_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --data and --database, an open store, and one sentence on stderr for every fault."""

    @click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu của trung tâm."
    )
    @click.option("--database", envvar=DATABASE, show_envvar=True,
                  help="Cơ sở dữ liệu: sqlite:////srv/trungtam.sqlite3, hoặc postgresql://máy/tên cùng với --data.")  # fmt: skip
    @functools.wraps(command)
    def run(data: Path | None, database: str | None, **options: Any) -> None:
        try:
            store = opened(data, database)
            try:
                command(store, **options)
            finally:
                store.close()
        except AppError as fault:
            click.echo(fault.sentence, err=True)
            sys.exit(1)

    return run
