"""Commands that let offices in: one office file, or one for each of a list."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from desktop.models import units
from desktop.models.errors import InputError
from desktop.models.files import atomic_write, told
from desktop.models.text import fold
from desktop.models.units import Unit
from sync import office_file, seal
from sync.central.door import now, with_store
from sync.central.enrolments import Enrolments
from sync.central.store import Store
from sync.office_file import OfficeFile

DEFAULT_PORT = 8094
_COLUMNS = ("unit", "đơn vị", "mã", "ma", "code", "don vi")


def shared(command: Any) -> Any:
    """Give a command the options every office file is written with."""
    for option in reversed((
        click.option("--url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True, help="Địa chỉ phường gửi tới."),
        click.option("--allow-http", is_flag=True, help="Cho gửi không mã hóa tới máy khác (chỉ trong mạng nội bộ)."),
        click.option("--proxy", default="", help="Proxy của phường, ví dụ http://proxy:3128."),
        click.option("--approved", is_flag=True, help="Máy dùng mã này không phải chờ duyệt (máy thay thế)."),
        click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Chứng chỉ PEM của cơ quan, chép vào tệp."),
        click.option("--ca-file", default="", help="Tên tệp chứng chỉ PEM sẽ đặt cạnh tệp đơn vị."),
        click.option("--text-size", type=click.Choice(["100", "125", "150", "175", "200"]), help="Cỡ chữ lúc lập sổ."),
        click.option("--look", type=click.Choice(["system", "light", "dark", "strong"]), default=None, help="Màu lúc lập sổ."),
    )):  # fmt: skip
        command = option(command)
    return command


@click.command()
@with_store
@click.argument("unit")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp đơn vị ra đây.")
@shared
def enrol(store: Store, unit: str, output: Path | None, **options: Any) -> None:
    """Cấp mã ghi danh dùng một lần, hết hạn sau 24 giờ, cho đơn vị UNIT (mã hoặc tên)."""
    check_url(options["url"], allow_http=options["allow_http"])
    written, expires = invited(store, units.find(unit), options)
    if output is None:
        click.echo(written.decode(), nl=False)
        return
    atomic_write(output, written, mode=0o600)
    until = f"{expires.astimezone():%H:%M %d/%m/%Y}"
    click.echo(f"Đã ghi {output}: giao cho đơn vị {units.find(unit).code}, dùng một lần trước {until}.")


@click.command(name="enrol-all")
@with_store
@click.option("--list", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Tệp CSV có cột «unit» (mã hoặc tên), có thể thêm cột «proxy»; không có thì mọi đơn vị.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Thư mục ra.")
@shared
def enrol_all(store: Store, source: Path | None, output: Path, **options: Any) -> None:
    """Cấp tệp đơn vị cho cả danh sách: mỗi đơn vị một tệp, và danh-sach.csv (mã, tên, tệp, hạn; không có mã ghi danh)."""
    check_url(options["url"], allow_http=options["allow_http"])
    chosen = list(_listed(source)) if source else [(unit, {}) for unit in units.load().values()]
    with told(output):
        output.mkdir(parents=True, exist_ok=True)
    lines = ["ma,ten,tep,han"]
    for unit, own in chosen:
        written, expires = invited(store, unit, options | own)
        name = f"{unit.code}-{fold(unit.place).replace(' ', '-')}.toml"
        atomic_write(output / name, written, mode=0o600)
        lines.append(f'{unit.code},"{unit.name}",{name},{expires.astimezone():%Y-%m-%d %H:%M}')
    atomic_write(output / "danh-sach.csv", ("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    click.echo(f"Đã ghi {len(chosen)} tệp đơn vị vào {output}: giao đúng tệp cho từng đơn vị, mỗi tệp dùng một lần trong 24 giờ.")


def invited(store: Store, unit: Unit, options: dict[str, Any]) -> tuple[bytes, datetime]:
    """Return a fresh office file of a unit and when its code runs out."""
    enrolments = Enrolments(store)
    code, expires = enrolments.invite(unit.code, now=now(), approved=options["approved"])
    office = OfficeFile(
        unit.code, options["url"].rstrip("/"), code, store.public_key, expires, ca_pem=_pem(options["ca"]),
        proxy=options["proxy"], allow_http=options["allow_http"], box_key=store.box_key,
        text_size=int(options["text_size"] or 0), look=options["look"] or "",
    )  # fmt: skip
    written = office_file.write(office, ca_file=options["ca_file"], sign=lambda said: seal.sign(store.secret, said))
    enrolments.keep_office(code, written, expires)
    return written, expires


def _listed(source: Path) -> Iterator[tuple[Unit, dict[str, str]]]:
    with told(source):
        text = source.read_text(encoding="utf-8-sig", errors="replace")
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    column = next((name for name in reader.fieldnames or () if name and name.strip().lower() in _COLUMNS), None)
    if column is None:
        raise InputError(f"«{source.name}» thiếu cột «unit» (mã hoặc tên đơn vị): hãy thêm dòng tiêu đề.")
    seen: set[str] = set()
    for number, row in enumerate(reader, start=2):
        if not (row[column] or "").strip():
            continue
        try:
            unit = units.find(row[column].strip())
        except InputError as fault:
            raise InputError(f"«{source.name}» dòng {number}: {fault.sentence}") from fault
        if unit.code in seen:
            raise InputError(f"«{source.name}» dòng {number}: đơn vị {unit.name} có hai lần.")
        seen.add(unit.code)
        yield unit, {"proxy": row["proxy"].strip()} if (row.get("proxy") or "").strip() else {}


def _pem(path: Path | None) -> str:
    if path is None:
        return ""
    with told(path):
        text = path.read_text(encoding="ascii", errors="replace")
    if "BEGIN CERTIFICATE" not in text:
        raise InputError(f"«{path.name}» không phải chứng chỉ dạng PEM: hãy xuất lại dạng Base-64 (.pem, .cer).")
    return text


def check_url(url: str, *, allow_http: bool) -> None:
    """Raise InputError for an address no office may send to."""
    if not office_file.may_use(url, allow_http=allow_http):
        raise InputError("Địa chỉ phải bắt đầu bằng https:// (http chỉ cho máy này, hoặc thêm --allow-http).")
