"""A field of a declaration, and the one table of its types: clean, check, schema, show, example.

A *value* is plain JSON: text/note/choice/link str · number int or float · money int (đồng) ·
date "YYYY-MM-DD" · time "HH:MM" · duration int (minutes) · choices list of codes · check bool ·
people {"total": int, group: int} · table list of dicts · photos list of {"sha256","name","size"} ·
place {"name": str, "lat": float, "lon": float} ·
targets list of "PLAN/TARGET" and "-PLAN/TARGET". An empty value is absent, never null.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.text import clean as clean_text
from desktop.models.text import date_vi, fold, money_vi, number_vi

TEXT_LIMIT, NOTE_LIMIT, ROWS_LIMIT = 250, 5_000, 200
NUMBER_LIMIT = 10**15
MOST_TARGETS = 20
_TARGET = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9._-]{0,39}/[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a code list: a short stable `code` and the `label` people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a kind, as declared; see docs/architecture.md for the grammar."""

    name: str
    label: str
    type: str
    unit: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    low: float | str | None = None
    high: float | str | None = None
    decimals: int = 0
    max_length: int | None = None
    summed: bool = False
    help: str = ""
    since: int = 1
    default: Any = None
    groups: tuple[Choice, ...] = ()
    columns: tuple["Field", ...] = ()
    suggest: str = ""
    group: str = ""
    common: bool = False
    local: bool = False
    warning: str = ""

    def choice_label(self, code: str) -> str:
        """Return the label of a code, or the code itself when a newer declaration brought it."""
        return next((choice.label for choice in self.choices if choice.code == code), code)


@dataclass(frozen=True, slots=True)
class FieldType:
    """What one type of field does: `clean` reads, `check` judges, `show` tells, `schema` describes."""

    name: str
    clean: Callable[[Field, Any], Any]
    check: Callable[[Field, Any], Iterator[str]]
    show: Callable[[Field, Any], str]
    schema: Callable[[Field], dict[str, Any]]
    example: Callable[[Field], Any]


def clean(field: Field, raw: Any) -> Any:
    """Return the value to keep for what was typed or read, None when empty.

    Raises InputError with one sentence when it cannot be read as this type.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == [] or raw == {}:
        return None
    return TYPES[field.type].clean(field, raw)


def check(field: Field, value: Any) -> Iterator[str]:
    """Yield one sentence for each limit of the field that the value breaks."""
    yield from TYPES[field.type].check(field, value)


def show(field: Field, value: Any) -> str:
    """Return the value as people read it, without its unit; "" for None."""
    return "" if value is None else TYPES[field.type].show(field, value)


def _text(field: Field, raw: Any) -> str | None:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise InputError("Hãy nhập chữ ở đây.")
    return " ".join(clean_text(str(raw)).split()) or None


def _note(field: Field, raw: Any) -> str | None:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise InputError("Hãy nhập chữ ở đây.")
    return clean_text(str(raw)) or None


def _text_limit(field: Field) -> int:
    return field.max_length or (NOTE_LIMIT if field.type == "note" else TEXT_LIMIT)


def _check_length(field: Field, value: str) -> Iterator[str]:
    limit = _text_limit(field)
    if len(value) > limit:
        yield f"Dài {number_vi(len(value))} ký tự, nhiều nhất {number_vi(limit)}: hãy rút gọn."


def _number(field: Field, raw: Any) -> int | float:
    value = reading.number(raw)
    if not field.decimals and not isinstance(value, int):
        raise InputError(f"«{number_vi(value)}» phải là số nguyên.")
    return round(value, field.decimals) if field.decimals else value


def _money(field: Field, raw: Any) -> int:
    if isinstance(raw, str):
        folded = re.sub(r"\s*(dong|vnd|d)$", "", fold(raw))
        for word, factor in (("ty", 10**9), ("trieu", 10**6), ("tr", 10**6), ("nghin", 1000), ("ngan", 1000)):
            if folded.endswith(word):
                return round(reading.number(folded.removesuffix(word)) * factor)
        raw = folded
    value = reading.number(raw)
    if not isinstance(value, int):
        raise InputError(f"«{number_vi(value)}» phải là số đồng chẵn.")
    return value


def _check_range(field: Field, value: int | float) -> Iterator[str]:
    low = 0 if field.low is None else field.low
    high = NUMBER_LIMIT if field.high is None else field.high
    if isinstance(low, int | float) and value < low:
        yield f"Phải từ {number_vi(low)} trở lên."
    if isinstance(high, int | float) and value > high:
        yield f"Nhiều nhất là {number_vi(high)}: hãy kiểm tra lại con số."


def _check_date(field: Field, value: str) -> Iterator[str]:
    if isinstance(field.low, str) and value < field.low:
        yield f"Không thể trước {date_vi(field.low)}."
    if isinstance(field.high, str) and value > field.high:
        yield f"Không thể sau {date_vi(field.high)}."


def _show_minutes(field: Field, value: int) -> str:
    hours, rest = divmod(value, 60)
    return f"{hours} giờ {rest:02d} phút" if hours and rest else f"{hours} giờ" if hours else f"{rest} phút"


@lru_cache(maxsize=2048)
def _label_key(label: str) -> str:
    """Fold a declared label; an import of thousands of rows asks for the same ones again and again."""
    return fold(label)


def _find_choice(options: tuple[Choice, ...], raw: Any) -> str:
    text = clean_text(str(raw))
    typed = fold(text)
    for option in options:
        if text == option.code or typed in (_label_key(option.label), _label_key(option.code)):
            return option.code
    offered = ", ".join(f"«{option.label}»" for option in options[:6]) + ("…" if len(options) > 6 else "")
    raise InputError(f"Không có lựa chọn «{text[:40]}»: hãy chọn một trong {offered}.")


def _choices(field: Field, raw: Any) -> list[str]:
    parts = raw if isinstance(raw, list) else _split_choices(field, str(raw))
    found = [_find_choice(field.choices, part) for part in parts if str(part).strip()]
    order = [choice.code for choice in field.choices]
    return sorted(set(found), key=order.index)


def _split_choices(field: Field, text: str) -> list[str]:
    whole = {_label_key(choice.label) for choice in field.choices}
    parts = re.split(r"[;\n|]", text)
    return [piece for part in parts for piece in ([part] if fold(part) in whole else part.split(","))]


def _check_flag(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = fold(str(raw))
    if word in {"co", "x", "1", "true", "dung", "yes", "v"}:
        return True
    if word in {"khong", "0", "false", "sai", "no"}:
        return False
    raise InputError("Hãy ghi «có» hoặc «không».")


def _people(field: Field, raw: Any) -> dict[str, int] | None:
    if isinstance(raw, str) and raw.strip().startswith("{"):
        raw = _json(raw)
    if not isinstance(raw, Mapping):
        return {"total": _count(raw)}
    known = {"total": "tổng số"} | {group.code: group.label for group in field.groups}
    for key in raw:
        if key not in known:
            raise InputError(f"Không có nhóm người «{str(key)[:40]}»: có {', '.join(known)}.")
    counts = {key: _count(raw[key]) for key in known if raw.get(key) not in (None, "")}
    return counts or None


def _count(raw: Any) -> int:
    value = reading.number(raw)
    if not isinstance(value, int) or value < 0:
        raise InputError(f"Số người «{raw}» phải là số nguyên, không âm.")
    return value


def _check_people(field: Field, value: dict[str, int]) -> Iterator[str]:
    total = value.get("total")
    if total is None:
        yield "Hãy nhập tổng số trước khi chia nhóm."
        return
    yield from _check_range(field, total)
    for group in field.groups:
        if value.get(group.code, 0) > total:
            yield f"{group.label} ({number_vi(value[group.code])}) nhiều hơn tổng số ({number_vi(total)})."


def _show_people(field: Field, value: dict[str, int]) -> str:
    parts = [f"{_within(g.label)} {number_vi(value[g.code])}" for g in field.groups if g.code in value]
    total = number_vi(value.get("total", 0))
    return f"{total} ({', '.join(parts)})" if parts else total


def _within(label: str) -> str:
    """Write a label as it stands inside a sentence: "tổ CNSCĐ"."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _targets(field: Field, raw: Any) -> list[str] | None:
    if isinstance(raw, str):
        raw = _json(raw) if raw.strip().startswith("[") else re.split(r"[;,\n|]", raw)
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise InputError("Chỉ tiêu phải là danh sách mã, ví dụ phuong-2026/P3.")
    said: dict[str, str] = {}
    for one in filter(None, map(str.strip, raw)):
        if not _TARGET.fullmatch(one):
            raise InputError(f"«{one[:40]}» không phải mã chỉ tiêu: hãy ghi dạng KẾ_HOẠCH/CHỈ_TIÊU, ví dụ phuong-2026/P3.")
        # The last word on a target counts: in it, or "-": not in it.
        said[one.removeprefix("-")] = one
    if len(said) > MOST_TARGETS:
        raise InputError(f"Nhiều nhất {MOST_TARGETS} chỉ tiêu cho một hoạt động: hãy bớt đi.")
    return sorted(said.values()) or None


def _table(field: Field, raw: Any) -> list[dict[str, Any]] | None:
    if isinstance(raw, str):
        raw = _json(raw)
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        raise InputError("Bảng phải là danh sách các dòng.")
    rows = [_table_row(field, number, row) for number, row in enumerate(raw, start=1)]
    return [row for row in rows if row] or None


def _table_row(field: Field, number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    columns = {column.name: column for column in field.columns}
    row: dict[str, Any] = {}
    for key, cell in raw.items():
        if key not in columns:
            raise InputError(f"Dòng {number}: không có cột «{str(key)[:40]}».")
        try:
            value = clean(columns[key], cell)
        except InputError as fault:
            raise InputError(f"Dòng {number}, {columns[key].label}: {fault.sentence}") from None
        if value is not None:
            row[key] = value
    return row


def _check_table(field: Field, value: list[dict[str, Any]]) -> Iterator[str]:
    if len(value) > ROWS_LIMIT:
        yield f"Bảng có {len(value)} dòng, nhiều nhất {ROWS_LIMIT}."
    for number, row in enumerate(value, start=1):
        for column in field.columns:
            if column.name not in row:
                if column.required:
                    yield f"Dòng {number}: hãy nhập {column.label.lower()}."
                continue
            for sentence in check(column, row[column.name]):
                yield f"Dòng {number}, {column.label}: {sentence}"


def _show_table(field: Field, value: list[dict[str, Any]]) -> str:
    lines = []
    for row in value:
        # Money is shown with its unit already.
        cells = [f"{show(c, row[c.name])} {'' if c.type == 'money' else c.unit}".strip()
                 for c in field.columns if c.name in row]  # fmt: skip
        lines.append(": ".join(cells[:1] + [", ".join(cells[1:])]) if len(cells) > 1 else "".join(cells))
    return "; ".join(lines)


def _photos(field: Field, raw: Any) -> list[dict[str, Any]]:
    if isinstance(raw, str):
        raw = _json(raw)
    if not isinstance(raw, list):
        raise InputError("Ảnh phải là danh sách.")
    return [_photo(item) for item in raw]


def _photo(item: Any) -> dict[str, Any]:
    digest = item.get("sha256") if isinstance(item, Mapping) else None
    if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise InputError("Ảnh này chưa có trong sổ: hãy thêm lại ảnh từ tệp.")
    return {"sha256": digest, "name": clean_text(str(item.get("name", "")))[:120], "size": int(item.get("size") or 0)}


def _place(field: Field, raw: Any) -> dict[str, Any] | None:
    if isinstance(raw, str) and raw.strip().startswith("{"):
        raw = _json(raw)
    if not isinstance(raw, Mapping):
        name = _text(field, raw)
        return {"name": name} if name else None
    if set(raw) - {"name", "lat", "lon"}:
        raise InputError("Địa điểm chỉ gồm tên và tọa độ (name, lat, lon).")
    value: dict[str, Any] = {"name": _text(field, raw["name"])} if raw.get("name") else {}
    for axis in ("lat", "lon"):
        if raw.get(axis) not in (None, ""):
            value[axis] = round(float(reading.number(raw[axis])), 6)
    return value or None


def _check_place(field: Field, value: dict[str, Any]) -> Iterator[str]:
    if not value.get("name"):
        yield "Hãy ghi tên địa điểm."
    yield from _check_length(field, value.get("name") or "")
    if ("lat" in value) != ("lon" in value):
        yield "Tọa độ cần cả vĩ độ và kinh độ."
    elif "lat" in value and not (8 <= value["lat"] <= 24 and 102 <= value["lon"] <= 118):
        yield "Tọa độ nằm ngoài Việt Nam: hãy kiểm tra lại vĩ độ, kinh độ."


def _show_place(field: Field, value: dict[str, Any]) -> str:
    where = f" ({value['lat']}, {value['lon']})" if "lat" in value and "lon" in value else ""
    return f"{value.get('name', '')}{where}"


def _link(field: Field, raw: Any) -> str | None:
    text = clean_text(str(raw))
    if text and "://" not in text:
        text = f"https://{text}"
    return text or None


def _check_link(field: Field, value: str) -> Iterator[str]:
    parts = urlsplit(value) if " " not in value else None
    if parts is None or parts.scheme not in {"http", "https"} or "." not in parts.netloc:
        yield "Liên kết phải là địa chỉ trang, ví dụ https://danang.gov.vn/tin-bai."
    yield from _check_length(field, value)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise InputError(f"Không đọc được «{text[:30]}»: cần đúng dạng JSON.") from None


def _nothing(field: Field, value: Any) -> Iterator[str]:
    return iter(())


def _plain(field: Field, value: Any) -> str:
    return str(value)


def _number_schema(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "number" if field.decimals else "integer", "minimum": field.low or 0}
    return schema | ({"maximum": field.high} if field.high is not None else {})


def _codes(options: tuple[Choice, ...]) -> list[str]:
    return [option.code for option in options]


def _people_schema(field: Field) -> dict[str, Any]:
    counts = {code: {"type": "integer", "minimum": 0} for code in ("total", *_codes(field.groups))}
    return {"type": "object", "properties": counts, "required": ["total"], "additionalProperties": False}


def _table_schema(field: Field) -> dict[str, Any]:
    columns = {column.name: TYPES[column.type].schema(column) for column in field.columns}
    needed = [column.name for column in field.columns if column.required]
    row = {"type": "object", "properties": columns, "required": needed, "additionalProperties": False}
    return {"type": "array", "items": row, "maxItems": ROWS_LIMIT}


def _number_example(field: Field) -> int | float:
    low = field.low if isinstance(field.low, int | float) else 0
    return max(low, 1) if field.high is None or not isinstance(field.high, int | float) else min(max(low, 1), field.high)


def _duration_example(field: Field) -> int:
    return int(_number_example(field)) if field.high is not None else max(int(_number_example(field)), 30)


def _always(value: Any) -> Callable[[Field], Any]:
    return lambda field: value


def _of(schema: dict[str, Any]) -> Callable[[Field], dict[str, Any]]:
    return lambda field: dict(schema)


def _date(field: Field, raw: Any) -> str:
    return reading.day(raw).isoformat()


def _table_example(field: Field) -> list[dict[str, Any]]:
    return [{column.name: TYPES[column.type].example(column) for column in field.columns}]


_ALL = (
    FieldType("text", _text, _check_length, _plain,
              lambda f: {"type": "string", "maxLength": _text_limit(f)}, lambda f: f.label[: _text_limit(f)]),
    FieldType("note", _note, _check_length, _plain,
              lambda f: {"type": "string", "maxLength": _text_limit(f)}, lambda f: f.label[: _text_limit(f)]),
    FieldType("number", _number, _check_range, lambda f, v: number_vi(v), _number_schema, _number_example),
    FieldType("money", _money, _check_range, lambda f, v: money_vi(v), _number_schema, _always(1_500_000)),
    FieldType("date", _date, _check_date, lambda f, v: date_vi(v),
              _of({"type": "string", "format": "date"}), _always("2026-10-10")),
    FieldType("time", lambda f, raw: reading.clock(raw), _nothing, _plain,
              _of({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}), _always("08:00")),
    FieldType("duration", lambda f, raw: reading.minutes(raw), _check_range, _show_minutes,
              _number_schema, _duration_example),
    FieldType("choice", lambda f, raw: _find_choice(f.choices, raw), _nothing, lambda f, v: f.choice_label(v),
              lambda f: {"type": "string", "enum": _codes(f.choices)}, lambda f: f.choices[0].code),
    FieldType("choices", _choices, _nothing, lambda f, v: "; ".join(map(f.choice_label, v)),
              lambda f: {"type": "array", "items": {"type": "string", "enum": _codes(f.choices)}},
              lambda f: [f.choices[0].code]),
    FieldType("targets", _targets, _nothing, lambda f, v: "; ".join(v),
              _of({"type": "array", "items": {"type": "string", "pattern": _TARGET.pattern}}), _always(["phuong-2026/P3"])),
    FieldType("check", _check_flag, _nothing, lambda f, v: "Có" if v else "Không",
              _of({"type": "boolean"}), _always(True)),
    FieldType("people", _people, _check_people, _show_people, _people_schema, _always({"total": 45})),
    FieldType("table", _table, _check_table, _show_table, _table_schema, _table_example),
    FieldType("photos", _photos, _nothing, lambda f, v: f"{len(v)} ảnh",
              _of({"type": "array", "items": {"type": "object"}}), _always([])),
    FieldType("place", _place, _check_place, _show_place,
              _of({"type": ["string", "object"]}), _always({"name": "Nhà văn hóa khu dân cư"})),
    FieldType("link", _link, _check_link, _plain,
              _of({"type": "string", "format": "uri"}), _always("https://danang.gov.vn")),
)  # fmt: skip
TYPES: Mapping[str, FieldType] = MappingProxyType({kind.name: kind for kind in _ALL})
