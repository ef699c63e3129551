"""`python -m desktop` and `so-phuong`: open the window."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

BEFORE_QT = ("desktop.listing", "desktop.reporting", "desktop.planning", "desktop.services", "desktop.staff",
             "desktop.models.approval", "desktop.models.drafts", "desktop.models.notices", "desktop.models.outbox",
             "desktop.models.published", "desktop.models.kinds", "desktop.models.lists", "desktop.models.templates",
             "desktop.models.trail")  # fmt: skip


def main() -> None:
    """Read the arguments and run the window; `--console` first makes it the console program (one file for both on Linux)."""
    if sys.argv[1:2] == ["--limited"]:
        from desktop.models import limited_child

        sys.exit(limited_child.serve())
    if sys.argv[1:2] == ["--console"]:
        from desktop import cli

        del sys.argv[1]
        cli.main()
    reader = argparse.ArgumentParser(prog="so-phuong", description="Sổ Phường: sổ hoạt động của phường, xã.")
    reader.add_argument("--data-dir", metavar="DIR", help="thư mục của sổ (mặc định: nơi của hệ điều hành)")
    reader.add_argument("--exit-after-paint", action="store_true", help="thoát ngay khi trang đầu đã hiện (để đo)")
    reader.add_argument("--tell-screen", type=Path, help=argparse.SUPPRESS)  # for the self-test
    reader.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="tệp đơn vị để nối với trung tâm")
    given = reader.parse_args()
    if given.tell_screen:
        from desktop import screen_facts

        sys.exit(screen_facts.tell(given.tell_screen))

    # Versions lie side by side: the one that waits takes over here, before anything heavy is read.
    from desktop import installed

    versions = installed.here()
    if versions and not given.exit_after_paint and (instead := versions.start(versions.own)):
        installed.hand_over(instead, sys.argv[1:])
        sys.exit(0)
    # Read first what knows no Qt: PySide looks into the source of every module that is read after it.
    for name in BEFORE_QT:
        import_module(name)
    from desktop import app

    sys.exit(app.run(given.data_dir, file=given.file, exit_after_paint=given.exit_after_paint))


if __name__ == "__main__":
    main()
