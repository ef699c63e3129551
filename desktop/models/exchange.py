"""Activities in and out as files: JSON lines and CSV, through the same rules as the form."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from desktop.models import fields as types
from desktop.models import guards
from desktop.models.activities import Activities, Activity
from desktop.models.cells import guarded, taken_back
from desktop.models.errors import InputError, Problem
from desktop.models.files import atomic_write, told
from desktop.models.kinds import Kind, Kinds
from desktop.models.query import Query
from desktop.models.text import fold, from_legacy, guess_legacy

SIZE_LIMIT = 64 * 1024 * 1024
LINE_LIMIT = 1024 * 1024
KIND_HEADINGS = {"kind", "loai", "loai hoat dong", "ma loai"}
_NO_KIND = "Dòng phải là một hoạt động có «kind», ví dụ {\"kind\": \"TOROI\"}."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a file: its number, and either the kind and raw values or what is wrong with the line."""

    line: int
    kind: str = ""
    values: Mapping[str, Any] | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: the saved activity, or its problems."""

    line: int
    activity: Activity | None
    problems: tuple[Problem, ...] = ()


def read(path: Path, kinds: Kinds) -> list[Entry]:
    """Read a .jsonl or .csv file into entries; a line that cannot be read is an entry with a problem.

    Raises InputError for a file of another type, over 64 MB, or not text; StoreError when it cannot be opened.
    """
    readers = {".jsonl": _read_jsonl, ".json": _read_jsonl, ".csv": _read_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"Chưa đọc được tệp «{path.name}»: hãy dùng tệp .csv hoặc .jsonl.")
    text = _decode(path)
    return list(reader(text, kinds))


def read_stream(stream: BinaryIO, name: str) -> list[Entry]:
    """Read JSON lines from a stream such as standard input."""
    data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputError("Dữ liệu vào lớn hơn 64 MB: hãy chia nhỏ.")
    return list(_read_jsonl(_strict(data, "utf-8-sig", Path(name))))


def judged(entries: list[Entry], kinds: Kinds) -> list[Entry]:
    """Return the entries with what the rules say of each, without saving anything."""
    return [problem_entry for entry in entries for problem_entry in _judge(entry, kinds)]


def record(entries: list[Entry], activities: Activities) -> Iterator[Outcome]:
    """Save entry by entry, each in a transaction of its own; yield each outcome as soon as it is committed."""
    for entry in entries:
        if entry.problem or entry.values is None:
            yield Outcome(entry.line, None, (entry.problem or Problem("", "Dòng trống."),))
            continue
        try:
            yield Outcome(entry.line, activities.save(entry.kind, entry.values))
        except InputError as fault:
            yield Outcome(entry.line, None, fault.problems or (Problem("", fault.sentence),))


def export(path: Path, activities: Activities, kinds: Kinds, query: Query, *,
           progress: Callable[[int, int], None] = lambda done, whole: None,
           stop: Callable[[], bool] = lambda: False) -> int:  # fmt: skip
    """Write the result of a query as .jsonl, .csv or .xlsx and return how many; the file is whole or not there.

    `progress` is told (done, whole); once `stop` says so the export ends with 0 and nothing is written.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx":
        from desktop.models import sheets  # only those who want Excel wait for its writer

        total = activities.count(query)
        try:
            data = sheets.workbook(activities.iterate(query), total, kinds, progress=progress, stop=stop)
        except sheets.Stopped:
            return 0
        atomic_write(path, data)
        return total
    writers = {".jsonl": _jsonl, ".csv": _csv}
    writer = writers.get(kind)
    if writer is None:
        raise InputError(f"Chưa ghi được tệp kiểu «{path.suffix}»: hãy đặt tên tệp .xlsx, .csv hoặc .jsonl.")
    found = _all(activities, query, progress, stop)
    if found is None:
        return 0
    atomic_write(path, writer(found, kinds))
    return len(found)


def _all(activities: Activities, query: Query, progress: Callable[[int, int], None],
         stop: Callable[[], bool]) -> list[Activity] | None:  # fmt: skip
    total = activities.count(query)
    found = []
    for number, one in enumerate(activities.iterate(query)):
        if number % 500 == 0:
            progress(number, total)
            if stop():
                return None
        found.append(one)
    progress(total, total)
    return found


def plain(activity: Activity) -> dict[str, Any]:
    """Return an activity as one flat object, the shape of `record` and of the centre's export."""
    head = {"uid": activity.uid, "revision": activity.revision, "kind": activity.kind, "state": activity.state}
    return head | dict(activity.values)


def _judge(entry: Entry, kinds: Kinds) -> list[Entry]:
    if entry.problem or entry.values is None:
        return [entry]
    try:
        kinds.clean(entry.kind, entry.values)
    except InputError as fault:
        return [Entry(entry.line, entry.kind, None, problem) for problem in fault.problems]
    return [entry]


def _decode(path: Path) -> str:
    with told(path):
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise InputError(f"Tệp «{path.name}» lớn {size // 2**20} MB, nhiều nhất 64 MB: hãy chia thành nhiều tệp.")
        data = path.read_bytes()
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding, path)
    return _strict(data, "utf-8-sig", path)


def _strict(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"Tệp «{path.name}» không phải mã Unicode: trong Excel hãy chọn Lưu thành "
                         "«CSV UTF-8» rồi thử lại.") from None  # fmt: skip
    if "\0" in text:
        raise InputError(f"Tệp «{path.name}» không phải là tệp chữ: hãy chọn đúng tệp .csv hoặc .jsonl.")
    return text


def _read_jsonl(text: str, kinds: Kinds | None = None) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield _json_entry(number, line)


def _json_entry(number: int, line: str) -> Entry:
    if len(line) > LINE_LIMIT:
        return Entry(number, problem=Problem("", "Dòng dài hơn 1 MB: hãy kiểm tra lại tệp."))
    try:
        values = guards.json_of(line)
    except ValueError:
        return Entry(number, problem=Problem("", "Dòng không đúng dạng JSON: hãy kiểm tra dấu ngoặc, dấu phẩy."))
    if not isinstance(values, dict) or not isinstance(values.get("kind"), str):
        return Entry(number, problem=Problem("kind", _NO_KIND))
    kind = values.pop("kind")
    for name in ("uid", "revision", "state"):
        values.pop(name, None)
    return Entry(number, kind, values)


def _read_csv(text: str, kinds: Kinds) -> Iterator[Entry]:
    legacy = guess_legacy(text[:20_000])
    text = from_legacy(text, legacy) if legacy else text
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error:
        raise InputError("Tệp CSV sai dạng: hãy mở bằng Excel và lưu lại thành «CSV UTF-8».") from None
    if not rows:
        raise InputError("Tệp CSV trống: dòng đầu phải là tên các cột.")
    heads = [fold(cell) for cell in rows[0]]
    kind_at = next((at for at, head in enumerate(heads) if head in KIND_HEADINGS), None)
    if kind_at is None:
        raise InputError("Tệp CSV thiếu cột «Loại hoạt động»: hãy thêm cột đó ở dòng đầu.")
    codes = {fold(kind.label): kind.code for kind in kinds.values()} | {code.lower(): code for code in kinds}
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield _csv_entry(number, rows[0], row, kind_at, codes, kinds)


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _csv_entry(number: int, heads: list[str], row: list[str], kind_at: int,
               codes: Mapping[str, str], kinds: Kinds) -> Entry:  # fmt: skip
    typed = row[kind_at] if kind_at < len(row) else ""
    code = codes.get(fold(typed))
    if code is None:
        return Entry(number, problem=Problem("kind", f"Không có loại hoạt động «{typed[:40]}»."))
    names = _headings(kinds[code])
    values: dict[str, Any] = {}
    for at, cell in enumerate(row):
        head = heads[at] if at < len(heads) else ""
        if at == kind_at or not cell.strip() or fold(head) in {"uid", "revision", "state"}:
            continue
        name = names.get(fold(head))
        if name is None:
            label = kinds[code].label
            return Entry(number, problem=Problem(head, f"Loại «{label}» không có cột «{head[:40]}»: hãy xóa ô này."))
        values[name] = taken_back(cell)
    return Entry(number, code, values)


def _headings(kind: Kind) -> dict[str, str]:
    return {fold(field.label): field.name for field in kind.fields} | {f.name.lower(): f.name for f in kind.fields}


def _jsonl(found: list[Activity], kinds: Kinds) -> bytes:
    return b"".join(json.dumps(plain(a), ensure_ascii=False).encode() + b"\n" for a in found)


def _csv(found: list[Activity], kinds: Kinds) -> bytes:
    names = dict.fromkeys(name for activity in found for name in activity.values)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["uid", "revision", "state", "kind", *names])
    for activity in found:
        kind = kinds[activity.kind]
        cells = [_cell(kind, name, activity.values.get(name)) for name in names]
        writer.writerow([activity.uid, activity.revision, activity.state, activity.kind, *cells])
    # Excel on Windows takes a CSV for UTF-8 only when it begins with the mark.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(kind: Kind, name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list) and (name not in kind.names or kind.field(name).type != "choices"):
        return json.dumps(value, ensure_ascii=False)
    if name in kind.names and kind.field(name).type == "choices":
        return guarded(types.show(kind.field(name), value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return guarded(str(value))
