"""The process that reads files of others, from inside: walls first, then one message after another until nobody asks any more."""

import contextlib
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models import limited
from desktop.models.errors import AppError

if TYPE_CHECKING:  # imported by name when first asked; whoever packs the program reads here that it needs them
    import desktop.models.limited_windows
    import desktop.models.workbook
    import desktop.photo_making  # noqa: F401

MOST_ASKED = 100 * 2**20
# Whoever finds a way to run words of a file here finds these doors shut: other programs, other machines, files to write.
_SHUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "os.remove",
         "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.putenv", "shutil.", "winreg.",
         "ftplib.", "urllib.", "smtplib.", "webbrowser.", "sqlite3.", "tempfile.")  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def serve() -> int:
    """Answer messages on the standard pipes until they close; what no job foresees ends the process."""
    asked, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (asked, answers):
            msvcrt.setmode(pipe.fileno(), os.O_BINARY)
    _limit()
    sys.addaudithook(_refuse)
    answers.write(limited.HELLO)
    while True:
        try:
            facts, parts = limited.receive(asked, MOST_ASKED)
        except (OSError, limited.Gone):
            return 0
        try:
            told, made = import_module(limited.JOBS[facts["job"]]).job(facts["facts"], parts[0])
        except AppError as fault:
            told, made = {"refused": fault.sentence, "details": fault.details[:2000]}, []
        limited.send(answers, told, made)


def _limit() -> None:
    """Take little memory, write no file, leave no picture of a fall on the disk (on Windows the parent sets the limits)."""
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_DATA, limited.MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # a system that sets a lower one itself
            resource.setrlimit(what, (most, most))


_READS = tuple(str(Path(place).resolve()) for place in
               {place for place in (sys.prefix, sys.base_prefix, *sys.path, Path(__file__).parents[2],
                                    getattr(sys, "_MEIPASS", "")) if str(place)})  # fmt: skip


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITES:
            raise PermissionError("no file is written here")
        if isinstance(path, str | bytes) and not os.path.realpath(os.fsdecode(path)).startswith(_READS):
            raise PermissionError("no file of others is opened here")
    elif event.startswith(_SHUT):
        raise PermissionError(event)
