"""The centre's commands: serve, enrol, offices, revoke, export, and those of deciding, keeping, sealing and recovering."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

import click

from desktop.models.files import told
from sync.central import deciding, inviting, keeping, published, recovering, sealing
from sync.central import offices as state
from sync.central.api.command import tokens
from sync.central.console.command import users
from sync.central.door import DATABASE, now, with_store
from sync.central.enrolments import Enrolments
from sync.central.pace import PACE
from sync.central.store import Store


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Trung tâm của Sổ Phường: nhận sổ của các phường, xã."""


@main.command()
@with_store
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=inviting.DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65535), help="0: cổng bất kỳ."
)
@click.option("--cert", type=click.Path(path_type=Path, dir_okay=False), help="Chứng chỉ TLS (PEM, cả chuỗi).")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Khóa riêng của chứng chỉ (PEM).")
@click.option("--pace", default=PACE, show_default=True, type=click.FloatRange(min=0.01),
              help="Mỗi máy được gửi bao nhiêu gói một giây, tính lâu dài.")  # fmt: skip
@click.option("--updates", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Thư mục danh mục cập nhật: các phường tải bản mới từ /updates của trung tâm.")  # fmt: skip
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64),
              help="Số tiến trình cùng nhận, cho PostgreSQL: mỗi nhân CPU một tiến trình.")  # fmt: skip
@click.option("--log", is_flag=True, help="Ghi mỗi yêu cầu một dòng JSON ra stderr: giờ, cửa, kết quả, mili giây; không tên ai.")
@click.option("--door", type=int, hidden=True, help="Ổ cắm đã mở sẵn của tiến trình cha.")
def serve(store: Store, host: str, port: int, cert: Path | None, key: Path | None, pace: float, updates: Path | None,
          workers: int, door: int | None, *, log: bool) -> None:  # fmt: skip
    """Nhận dữ liệu cho tới khi được dừng."""
    from sync.central import server
    from sync.central import workers as several
    from sync.central.app import make_app

    tls = server.tls(cert, key)
    app = make_app(store, published.kinds_of(store), now=now, pace=pace, log=sys.stderr if log else None)
    if updates:
        from starlette.staticfiles import StaticFiles

        app.mount("/updates", StaticFiles(directory=updates))
    with server.listen(host, port) if door is None else socket.socket(fileno=door) as entrance:
        name = f"[{host}]" if ":" in host else host
        address = f"http{'s' if tls else ''}://{name}:{entrance.getsockname()[1]}"

        def ready() -> None:
            click.echo(f"Trung tâm đang nghe tại {address}")

        if workers > 1:
            store.close()
            several.serve(entrance, workers, _words(click.get_current_context().params), ready=ready)
        else:
            server.serve(app, entrance, tls=tls, ready=ready)


def _words(given: dict[str, Any]) -> list[str]:
    """Return the words that give a worker what this command was given; an address with a password goes by the environment."""
    if given["database"]:
        os.environ[DATABASE] = given["database"]
    names = ("data", "cert", "key", "pace", "updates")
    words = [word for name in names if given[name] is not None for word in (f"--{name}", str(given[name]))]
    return [*words, "--log"] if given["log"] else words


@main.command()
@with_store
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
@with_store
@click.argument("device")
def revoke(store: Store, device: str) -> None:
    """Thu hồi quyền gửi của một máy (mã máy xem bằng offices --json)."""
    Enrolments(store).revoke(device, now=now())
    click.echo(f"Đã thu hồi máy {device}: máy này không gửi được nữa, dữ liệu đã nhận vẫn giữ.")


@main.command()
@with_store
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


_DECISIONS = (inviting.enrol, inviting.enrol_all,
              deciding.accept, deciding.approve, deciding.readmit, deciding.review, deciding.return_, deciding.publish,
              deciding.published_, sealing.seal_, keeping.backup, keeping.restore, keeping.replay,
              keeping.check, keeping.migrate, recovering.recover, recovering.recoveries_)  # fmt: skip
for _command in (*_DECISIONS, users, tokens):
    main.add_command(_command)
