"""The centre's commands: serve, enrol, offices, revoke, export."""

import functools
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from desktop.models import kinds, units
from desktop.models.errors import AppError, InputError
from desktop.models.files import atomic_write, told
from sync import office_file
from sync.central import offices as state
from sync.central.enrolments import Enrolments
from sync.central.store import Store, open_folder, open_url
from sync.office_file import OfficeFile

DEFAULT_PORT = 8094


def _now() -> datetime:
    return datetime.now(UTC)


def _with_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --data and --database, an open store, and one sentence on stderr for every fault."""

    @click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu của trung tâm."
    )
    @click.option("--database", help="Địa chỉ cơ sở dữ liệu, ví dụ sqlite:////srv/trungtam.sqlite3.")
    @functools.wraps(command)
    def run(data: Path | None, database: str | None, **options: Any) -> None:
        if (data is None) == (database is None):
            raise click.UsageError("Hãy cho đúng một trong hai: --data THƯ_MỤC hoặc --database ĐỊA_CHỈ.")
        try:
            store = open_folder(data) if data else open_url(database or "")
            try:
                command(store, **options)
            finally:
                store.close()
        except AppError as fault:
            click.echo(fault.sentence, err=True)
            sys.exit(1)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Trung tâm của Sổ Phường: nhận sổ của các phường, xã."""


@main.command()
@_with_store
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="0: cổng bất kỳ."
)
def serve(store: Store, host: str, port: int) -> None:
    """Nhận dữ liệu cho tới khi được dừng."""
    from sync.central import server
    from sync.central.app import make_app

    app = make_app(store, kinds.load(), now=_now)
    with server.listen(host, port) as door:
        address = f"http://{f'[{host}]' if ':' in host else host}:{door.getsockname()[1]}"
        server.serve(app, door, ready=lambda: click.echo(f"Trung tâm đang nghe tại {address}"))


@main.command()
@_with_store
@click.argument("unit")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp đơn vị ra đây."
)
@click.option(
    "--url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True, help="Địa chỉ phường gửi tới."
)
@click.option("--allow-http", is_flag=True, help="Cho gửi không mã hóa tới máy khác (chỉ trong mạng nội bộ).")
@click.option("--proxy", default="", help="Proxy của phường, ví dụ http://proxy:3128.")
@click.option("--ca-file", default="", help="Tên tệp chứng chỉ PEM sẽ đặt cạnh tệp đơn vị.")
def enrol(store: Store, unit: str, output: Path | None, **options: Any) -> None:
    """Cấp mã ghi danh dùng một lần, hết hạn sau 24 giờ, cho đơn vị UNIT (mã hoặc tên)."""
    _check_url(options["url"], allow_http=options["allow_http"])
    enrolments = Enrolments(store)
    code, expires = enrolments.invite(unit, now=_now())
    office = OfficeFile(units.find(unit).code, options["url"].rstrip("/"), code, store.public_key, expires,
                        proxy=options["proxy"], allow_http=options["allow_http"])  # fmt: skip
    written = office_file.write(office, ca_file=options["ca_file"])
    if output is None:
        click.echo(written.decode(), nl=False)
    else:
        atomic_write(output, written, mode=0o600)
        click.echo(
            f"Đã ghi {output}: giao cho đơn vị {office.unit}, dùng một lần "
            f"trước {expires.astimezone():%H:%M %d/%m/%Y}."
        )


@main.command()
@_with_store
@click.option("--json", "as_json", is_flag=True, help="Mỗi đơn vị một dòng JSON.")
def offices(store: Store, *, as_json: bool) -> None:
    """Liệt kê các đơn vị đã ghi danh và số hoạt động đã nhận."""
    for office in state.offices(store):
        if as_json:
            click.echo(office.as_json())
        else:
            last = max((pc.last_received_at or "" for pc in office.devices), default="") or "chưa gửi"
            click.echo(
                f"{office.unit}  {office.name}: {office.activities} hoạt động, "
                f"{office.refused} bản bị từ chối, "
                f"{office.conflicts} xung đột, {len(office.devices)} máy, lần cuối {last}"
            )


@main.command()
@_with_store
@click.argument("device")
def revoke(store: Store, device: str) -> None:
    """Thu hồi quyền gửi của một máy (mã máy xem bằng offices --json)."""
    Enrolments(store).revoke(device, now=_now())
    click.echo(f"Đã thu hồi máy {device}: máy này không gửi được nữa, dữ liệu đã nhận vẫn giữ.")


@main.command()
@_with_store
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(store: Store, file: Path) -> None:
    """Ghi mọi hoạt động hiện hành ra FILE, mỗi hoạt động một dòng JSON."""
    part = file.with_name(f".{file.name}.part")
    with told(file):
        count = 0
        try:
            with part.open("wb") as out:
                for line in state.lines(store):
                    out.write(line)
                    count += 1
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    click.echo(f"Đã ghi {count} hoạt động vào {file}.")


def _check_url(url: str, *, allow_http: bool) -> None:
    if not office_file.may_use(url, allow_http=allow_http):
        raise InputError("Địa chỉ phải bắt đầu bằng https:// (http chỉ cho máy này, hoặc thêm --allow-http).")
