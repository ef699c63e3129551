"""What was done to the book as a whole, newest first: read from what each act leaves behind, so nothing can be forgotten here."""

from dataclasses import dataclass

from desktop.models.book import Book

_REASONS = {"restore": "trước khi khôi phục sổ", "migration": "trước khi nâng cấp sổ", "import": "trước khi nhập dữ liệu"}
_CHECKS = {"whole": "Kiểm tra toàn bộ sổ", "drill": "Diễn tập khôi phục"}
# Each gives (at, by, what, detail, n); counts and names of files, never a citizen's name.
_SOURCES = (
    "SELECT at, by, 'redaction', reason, count(*) FROM redactions GROUP BY at, by, reason",
    "SELECT at, by, 'issue', number, version FROM issues",
    "SELECT at, by, 'erasure', '', 1 FROM erasures",
    "SELECT at, by, 'incident', '', 1 FROM incidents",
    "SELECT at, by, 'import', file, saved FROM imports",
    "SELECT undone_at, '', 'undone', file, saved FROM imports WHERE undone_at <> ''",
    "SELECT at, by, 'plan', code, version FROM plan_versions",
    "SELECT at, '', 'copy', reason, revisions FROM copies WHERE reason IN ('restore', 'migration', 'import')",
    "SELECT at, '', 'check', what, 1 FROM checks WHERE what IN ('whole', 'drill')",
    "SELECT at, by, 'written', device || ' ' || incarnation, seq FROM journal WHERE seq IN "
    "(SELECT min(seq) FROM journal GROUP BY device, incarnation)",
)


@dataclass(frozen=True, slots=True)
class Event:
    """One act upon the book: `at` UTC in ISO 8601, `by` "" where the program did it by itself; `what` names its kind."""

    at: str
    by: str
    what: str
    sentence: str


def events(book: Book, limit: int = 200) -> tuple[Event, ...]:
    """Return the newest acts upon the book as a whole: at most `limit`."""
    sql = f"SELECT * FROM ({' UNION ALL '.join(f'SELECT * FROM ({one})' for one in _SOURCES)}) ORDER BY 1 DESC LIMIT ?"
    return tuple(Event(at, by, what, _sentence(what, str(detail), int(n))) for at, by, what, detail, n in book.query(sql, (limit,)))


def _sentence(what: str, detail: str, n: int) -> str:
    match what:
        case "redaction":
            return f"Xóa thông tin cá nhân khỏi {n} dòng nhật ký" + (f": {detail}" if detail else "")
        case "issue":
            return f"Phát hành báo cáo lần {n}" + (f", số {detail}" if detail else "")
        case "erasure":
            return "Xóa dữ liệu cá nhân theo yêu cầu hoặc hết hạn giữ"
        case "incident":
            return "Ghi một sự cố dữ liệu cá nhân"
        case "import":
            return f"Nhập {n} hoạt động từ tệp «{detail}»"
        case "undone":
            return f"Lấy lại lần nhập {n} hoạt động từ tệp «{detail}»"
        case "plan":
            return f"Kế hoạch {detail}: bản {n}"
        case "copy":
            return f"Sao lưu {_REASONS[detail]} ({n} lần lưu)"
        case "check":
            return _CHECKS[detail]
        case _:
            return f"Bắt đầu ghi trên máy {detail} từ dòng {n}"
