"""The one door to SQLite: SQLCipher under the name sqlite-utils looks for, its pragmas, its faults in words."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2

from desktop.models import areas, sorting
from desktop.models.errors import Damaged, StoreError

# sqlite-utils picks pysqlite3 when it finds it; without the alias its exception classes differ from ours.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

SAFE_SQLITE = (3, 51, 3)  # Below it two connections can damage a WAL file (sqlite.org/wal.html#walresetbug).
FULL, READONLY, BUSY, LOCKED, CORRUPT, CANTOPEN, NOTADB, IOERR = 13, 8, 5, 6, 11, 14, 26, 10
_SENTENCES = {
    FULL: "Ổ đĩa đã đầy nên chưa ghi được vào sổ: hãy xóa bớt tệp không cần rồi lưu lại; dữ liệu cũ còn nguyên.",
    READONLY: "Thư mục của sổ chỉ cho đọc: hãy xin quyền ghi hoặc chuyển sổ sang thư mục khác rồi lưu lại.",
    BUSY: "Sổ đang bị một chương trình khác giữ: hãy đợi vài giây rồi làm lại.",
    LOCKED: "Sổ đang bị một chương trình khác giữ: hãy đợi vài giây rồi làm lại.",
    CORRUPT: "Tệp sổ bị hỏng một phần: hãy bấm «Sửa sổ» (hoặc chạy: sophuong repair); tệp hỏng được giữ lại nguyên vẹn.",
    NOTADB: "Khóa không mở được tệp sổ, hoặc tệp đã hỏng: hãy khôi phục khóa hay bản sao lưu; sổ chưa bị đụng tới.",
    CANTOPEN: "Không mở được tệp sổ: hãy kiểm tra thư mục còn đó và quyền đọc, ghi.",
    IOERR: "Ổ đĩa báo lỗi khi đọc hoặc ghi sổ: hãy kiểm tra ổ đĩa rồi thử lại.",
}
_TEXTS = (("disk is full", FULL), ("readonly", READONLY), ("locked", BUSY), ("malformed", CORRUPT),
          ("not a database", NOTADB), ("unable to open", CANTOPEN), ("disk i/o", IOERR))  # fmt: skip

Connection = Any  # sqlcipher3 carries no type hints
Fault = sqlcipher3.Error


def connect(path: Path, key: bytes, *, create: bool = False, salt: bytes = b"") -> Connection:
    """Open an encrypted SQLite file with a raw 256-bit key; nothing of it is written yet.

    `salt` (16 bytes) stands for the file's own, where that is spoilt (desktop.models.salt).

    Raises StoreError when the file is missing, damaged, or the key is not its key.
    """
    with faults():
        uri = f"file:{quote(str(path))}?mode={'rwc' if create else 'rw'}"
        connection = sqlcipher3.connect(uri, uri=True, timeout=5.0, cached_statements=256)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def prepare(connection: Connection) -> None:
    """Set what makes a commit last through a power cut and a deletion real; teach it the functions queries use."""
    if sqlcipher3.sqlite_version_info < SAFE_SQLITE:
        raise StoreError("SQLite đi kèm quá cũ, có thể làm hỏng sổ: hãy cài lại chương trình.")
    with faults():
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON",
                       "trusted_schema = OFF", "busy_timeout = 5000", "temp_store = MEMORY"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        areas.teach(connection)
        sorting.teach(connection)


@contextmanager
def faults() -> Iterator[None]:
    """Turn an error of SQLite into a StoreError with one sentence and an act to take."""
    try:
        yield
    except sqlcipher3.DatabaseError as fault:
        code = _code(fault)
        sentence = _SENTENCES.get(code)
        if sentence is None:
            raise
        kind = Damaged if code in (CORRUPT, NOTADB) else StoreError
        raise kind(sentence, details=str(fault)) from fault


def _code(fault: BaseException) -> int:
    code = getattr(fault, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF
    text = str(fault).lower()
    return next((known for words, known in _TEXTS if words in text), 0)
