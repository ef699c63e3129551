"""The console program `sophuong`: every capability without a screen.

Exit codes: 0 done, 1 a fault told in one sentence on stderr, 2 wrong usage.
"""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from desktop import logs
from desktop.commands.console import Group
from desktop.models.errors import AppError

# name: (module, attribute, what it does); a module is imported when its command is called.
COMMANDS = {
    "init": ("book", "init", "Lập sổ mới cho một đơn vị."),
    "record": ("activities", "record", "Ghi hoạt động từ tệp JSON, mỗi dòng một hoạt động."),
    "kinds": ("activities", "kinds", "Các loại hoạt động: trường, đơn vị, danh mục, quy tắc."),
    "list": ("activities", "list_", "Danh sách hoạt động, lọc và tìm."),
    "show": ("activities", "show", "Một hoạt động đầy đủ."),
    "history": ("activities", "history", "Lịch sử các lần lưu của một hoạt động."),
    "import": ("imports", "import_", "Nhập hoạt động từ tệp Excel, CSV hoặc JSON; lấy lại cả lần nhập."),
    "export": ("activities", "export", "Xuất danh sách ra tệp Excel, CSV hoặc JSON."),
    "designs": ("designs", "designs", "Các mẫu giấy in: xem, kiểm tra, thêm từ gói, gỡ."),
    "print": ("paper", "print_", "In một mẫu ra tệp PDF, điền sẵn từ một hoạt động."),
    "papers": ("paper", "papers", "Cả bộ giấy của một hoạt động ra các tệp PDF."),
    "batch": ("batch", "batch", "Giấy chứng nhận, thẻ đeo, giấy mời cho từng người trong danh sách."),
    "report": ("reports", "report", "Báo cáo một kỳ, một chiến dịch, một hoạt động: PDF, Word, Excel, chữ."),
    "plans": ("plans", "plans", "Kế hoạch và mức đạt từng chỉ tiêu; chép, nhận, các bản."),
    "indicators": ("indicators", "indicators", "Từ điển chỉ tiêu: định nghĩa, cách tính, đơn vị; PDF, Excel."),
    "send": ("post", "send", "Gửi những gì đang chờ về trung tâm."),
    "pack": ("post", "pack", "Gói những gì đang chờ thành tệp mang bằng USB."),
    "accept": ("post", "accept", "Nhận tệp biên nhận trung tâm trả lại."),
    "receipts": ("receipts", "receipts", "Các biên nhận của trung tâm đã giữ."),
    "receipt": ("receipts", "receipt", "In một biên nhận có mã QR ra tệp PDF."),
    "verify": ("receipts", "verify", "Kiểm tra một biên nhận, không cần mạng."),
    "status": ("post", "status", "Còn gì chưa gửi, đã gửi đến đâu."),
    "accounts": ("accounts", "accounts", "Người dùng của đơn vị: xem, bỏ PIN đã quên, bỏ mọi tài khoản."),
    "selftest": ("selftest", "selftest", "Tự kiểm tra máy này; phiếu PDF cho quản trị."),
    "support": ("support", "support", "Gói hỗ trợ gửi người giúp; xem trước, không tên, không khóa."),
    "quick-card": ("cards", "quick_card", "Thẻ nhanh một trang để treo cạnh máy."),
    "update": ("update", "update", "Tìm và tải bản mới của chương trình, có kiểm chữ ký."),
    "keys": ("keys", "keys", "Khóa của sổ: phiếu khôi phục, mở khóa, chuyển máy, sổ của đơn vị sáp nhập."),
    "backup": ("copies", "backup", "Sao lưu sổ ra một tệp đã kiểm tra."),
    "backups": ("copies", "list_", "Các bản sao lưu; chọn nơi thứ hai."),
    "restore": ("copies", "restore", "Xem trước rồi khôi phục sổ từ một bản sao lưu."),
    "drill": ("copies", "drill", "Diễn tập khôi phục; biên bản PDF."),
    "check": ("health", "check", "Kiểm tra sổ còn nguyên vẹn."),
    "chain": ("chain", "chain", "Nhật ký có bị sửa không; đối chiếu mã trên giấy; ai làm gì với sổ."),
    "persons": ("persons", "persons", "Dữ liệu cá nhân: tìm, cung cấp, xóa một người; xóa theo ngày; biên nhận."),
    "incident": ("persons", "incident", "Ghi một sự cố dữ liệu cá nhân; thông báo PDF để gửi trong 72 giờ."),
    "repair": ("health", "repair", "Sửa sổ hỏng bằng những gì còn đọc được và bản sao lưu."),
}


@click.group(cls=Group, later=COMMANDS, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100})
@click.version_option(package_name="so-phuong", message="Sổ Phường %(version)s", help="Hiện số phiên bản.")
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Thư mục của sổ.")
@click.pass_context
def cli(ctx: click.Context, data_dir: Path | None) -> None:
    """Sổ Phường: ghi, tìm, in và gửi hoạt động truyền thông chuyển đổi số, không cần màn hình."""
    ctx.obj = {"data_dir": data_dir}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the console program and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in a legacy code page must not turn Vietnamese into an exception.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a fault is one line on stderr."""
    try:
        result = cli.main(arguments, prog_name="sophuong", standalone_mode=False)
    except click.UsageError as fault:
        hint = f"{fault.ctx.command_path} --help" if fault.ctx else "sophuong --help"
        click.echo(f"{_usage(fault)} (xem {hint})", err=True)
        return 2
    except AppError as fault:
        click.echo(fault.sentence, err=True)
        return 1
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu; những gì đã lưu vẫn còn.", err=True)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as fault:
        click.echo(f"Không đọc hoặc ghi được tệp ({fault.strerror}): hãy kiểm tra đường dẫn và quyền.", err=True)
        return 1
    except Exception as fault:
        logging.getLogger("sophuong").exception("bug")
        click.echo(logs.trace(fault), err=True)
        click.echo("Chương trình gặp lỗi không lường trước; dữ liệu đã lưu vẫn an toàn, hãy gửi phần trên cho quản trị.",
                   err=True)  # fmt: skip
        return 1
    return result if isinstance(result, int) else 0


def _usage(fault: click.UsageError) -> str:
    match fault:
        case click.NoSuchOption():
            return f"Không có tùy chọn «{fault.option_name}»."
        case click.MissingParameter():
            name = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else ""
            return f"Thiếu {name or 'tham số'}."
        case click.BadParameter():
            name = fault.param.opts[0] if fault.param else "tham số"
            return f"Giá trị của {name} không đúng."
        case click.BadOptionUsage():
            return f"Tùy chọn «{fault.option_name}» cần một giá trị."
    if fault.ctx and isinstance(fault.ctx.command, click.Group):
        return "Không có lệnh đó."
    return f"Cách dùng chưa đúng: {fault.message}."


if __name__ == "__main__":
    main()
