"""The one door to SQLite: SQLCipher under the name sqlite-utils looks for, its pragmas, its faults in words.

Where SQLCipher cannot be loaded pysqlite3 takes its place: the book is then plain, and whoever opens it says so (PLAIN).
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from desktop.models import areas, sorting
from desktop.models.errors import Damaged, StoreError
from desktop.models.files import told

try:
    import sqlcipher3 as driver
    import sqlcipher3.dbapi2
except ImportError:
    import pysqlite3 as driver

    ENCRYPTED = False
else:
    # sqlite-utils picks pysqlite3 when it finds it; without the alias its exception classes differ from ours.
    sys.modules.setdefault("pysqlite3", driver)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    ENCRYPTED = True

PLAIN = ("Sổ trên máy này chưa được mã hóa: thiếu thư viện SQLCipher. Ai chép được tệp sổ thì đọc được: hãy cài lại chương trình, "
         "lần mở sau sổ tự được mã hóa.")  # fmt: skip

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

# What a connection must answer before anything is written by it: lasting commits, real deletions, no code in the file.
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0,
           "busy_timeout": 5000, "temp_store": 2}  # fmt: skip
CIPHER = {"cipher_status": "1", "cipher_page_size": "4096", "cipher_use_hmac": "1", "cipher_hmac_algorithm": "HMAC_SHA512",
          "cipher_plaintext_header_size": "0"}  # fmt: skip
OLDEST_CIPHER = (4, 9)
_PLAIN_HEAD = b"SQLite format 3\0"

Connection = Any  # sqlcipher3 carries no type hints
Fault = driver.Error


def is_plain(path: Path) -> bool:
    """Tell whether a file is a book that nobody encrypted."""
    with told(path), path.open("rb") as file:
        return file.read(len(_PLAIN_HEAD)) == _PLAIN_HEAD


def connect(path: Path, key: bytes, *, create: bool = False, salt: bytes = b"") -> Connection:
    """Open an encrypted SQLite file with a raw 256-bit key; nothing of it is written yet. No key opens a plain file.

    `salt` (16 bytes) stands for the file's own, where that is spoilt (desktop.models.salt).

    Raises StoreError when the file is missing, damaged, the key is not its key, or SQLCipher is missing for it.
    """
    if not ENCRYPTED and path.exists() and path.stat().st_size and not is_plain(path):
        raise StoreError("Sổ này đã được mã hóa, còn chương trình trên máy này thiếu phần mở mã hóa (SQLCipher): hãy cài lại "
                         "chương trình; sổ chưa bị đụng tới.")  # fmt: skip
    with faults():
        uri = f"file:{quote(str(path))}?mode={'rwc' if create else 'rw'}"
        connection = driver.connect(uri, uri=True, timeout=5.0, cached_statements=256)
        try:
            if ENCRYPTED and key:
                connection.execute("PRAGMA cipher_log_level = NONE")
                connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def prepare(connection: Connection) -> None:
    """Set what makes a commit last through a power cut and a deletion real; teach it the functions queries use.

    Raises StoreError when the library or the disk does not do what was asked: better no book than one that may be lost.
    """
    if driver.sqlite_version_info < SAFE_SQLITE:
        raise StoreError("SQLite đi kèm quá cũ, có thể làm hỏng sổ: hãy cài lại chương trình.")
    with faults():
        for name, wanted in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {wanted}")
        _assure(connection, PRAGMAS)
        if ENCRYPTED:
            _assure(connection, CIPHER)
            version = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
            if tuple(map(int, version.split()[0].split(".")[:2])) < OLDEST_CIPHER:
                raise StoreError("SQLCipher đi kèm quá cũ: hãy cài lại chương trình.", details=version)
        areas.teach(connection)
        sorting.teach(connection)


def _assure(connection: Connection, wanted: Mapping[str, object]) -> None:
    for name, value in wanted.items():
        got = connection.execute(f"PRAGMA {name}").fetchone()
        if not got or got[0] != value:
            raise StoreError("Ổ đĩa hoặc thư viện trên máy này không giữ sổ an toàn được: hãy để sổ trên ổ đĩa trong của máy, "
                             "hoặc cài lại chương trình; sổ chưa bị đụng tới.", details=f"{name}: {got}")  # fmt: skip


@contextmanager
def faults() -> Iterator[None]:
    """Turn an error of SQLite into a StoreError with one sentence and an act to take."""
    try:
        yield
    except driver.DatabaseError as fault:
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
