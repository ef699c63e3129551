"""Commands selftest and support: what IT asks for on the phone."""

import sys
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.files import atomic_write


@click.command(cls=Command)
@click.option("--program", is_flag=True, help="Chỉ kiểm tra chương trình, không đụng tới sổ và đường truyền.")
@click.option("--json", "as_json", is_flag=True, help="In thành JSON.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Ghi ra tệp .pdf hoặc .json."
)
@on_desk
def selftest(desk: Desk, program: bool, as_json: bool, output: Path | None) -> None:
    """Tự kiểm tra máy này: chương trình, phông, máy in, ổ đĩa, đồng hồ, sổ, sao lưu, đường tới trung tâm.

    Thoát với mã 0 khi không có gì hỏng (chú ý vẫn là 0), 1 khi có phần hỏng.
    """
    from desktop import selftest as tests

    found = tests.run(desk.folder, program_only=program)
    if output:
        data = tests.as_json(found)
        if output.suffix.lower() == ".pdf":
            from desktop.printing import selftest as paper

            data = paper.paper(tests.about(), found)
        atomic_write(output, data)
    if as_json:
        click.echo(tests.as_json(found).decode())
    else:
        for line in tests.lines(found):
            click.echo(line, err=line.startswith(tests.MARKS[tests.BAD]) and program)
    sys.exit(1 if tests.worst(found) == tests.BAD else 0)
