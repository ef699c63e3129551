"""`python3 dev.py dictionary`: the data dictionary and that of indicators, written from the declarations the program reads."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop.models import fields as types
from desktop.models import indicators, lists, plans
from desktop.models import kinds as declarations
from desktop.models.fields import Choice, Field
from desktop.models.files import atomic_write
from desktop.models.kinds import Kind, Kinds
from desktop.models.text import number_vi

FAMILIES = {"activity": "Loại hoạt động", "register": "Danh mục", "evaluation": "Đánh giá"}
HEAD = """# Từ điển dữ liệu

Sinh ra từ `resources/kinds` và `resources/lists` bằng `python3 dev.py dictionary`; đừng sửa tay: một bài kiểm thử
so tệp này với khai báo. Một hoạt động là các trường chung và các trường riêng của loại, viết phẳng như dòng JSON mà
`sophuong record` nhận. Dấu * là bắt buộc. Trường «chỉ ở máy này» không bao giờ gửi đi.
"""
INDICATORS = """# Từ điển chỉ tiêu

Sinh ra từ `resources/kinds`, `resources/plans`, `resources/campaigns.toml` và `resources/class49.toml` bằng
`python3 dev.py dictionary`; đừng sửa tay: một bài kiểm thử so tệp này với khai báo. Bản của một đơn vị, có kế hoạch
riêng của đơn vị: `sophuong indicators -o tu-dien.pdf` (hoặc .xlsx, .md).
"""
FORMS = {
    "text": "một dòng chữ", "note": "nhiều dòng chữ", "number": "số", "money": "số nguyên, đồng",
    "date": "ngày, YYYY-MM-DD", "time": "giờ, HH:MM", "duration": "số phút", "choice": "một mã", "choices": "các mã",
    "targets": "các mã KẾ_HOẠCH/CHỈ_TIÊU", "check": "đúng hoặc sai", "people": "tổng số và từng nhóm",
    "table": "bảng nhiều dòng", "photos": "ảnh trong sổ",
    "place": "tên nơi, có thể kèm tọa độ", "link": "địa chỉ https",
}  # fmt: skip


def markdown(kinds: Kinds, code_lists: dict[str, tuple[Choice, ...]]) -> str:
    """Return the dictionary: the list of kinds, the common facts, each kind, the code lists."""
    named = {choices: name for name, choices in code_lists.items()}
    parts = [HEAD, "\n".join(_contents(kinds)), "\n".join(_common(kinds, named))]
    parts += ["\n".join(_kind(kind, named)) for kind in kinds.values()]
    parts.append("\n".join(_lists(code_lists)))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _contents(kinds: Kinds) -> Iterator[str]:
    yield "## Các loại\n"
    yield "| Mã | Tên | Phần báo cáo | NĐ 49/2024 | Bản |\n|---|---|---|---|---|"
    for kind in kinds.values():
        yield f"| [{kind.code}](#{kind.code.lower()}) | {kind.label} | {kind.section} | {_class49(kind)} | {kind.version} |"


def _class49(kind: Kind) -> str:
    if not kind.class49_by:
        return kind.class49 or "—"
    name, classes = kind.class49_by
    by = ", ".join(f"{kind.field(name).choice_label(code)}: {value or '—'}" for code, value in classes.items())
    return f"{kind.class49 or '—'}; theo {name}: {by}"


def _common(kinds: Kinds, named: dict[tuple[Choice, ...], str]) -> Iterator[str]:
    yield "## Trường chung\n"
    yield "Loại nào dùng trường nào được ghi ở loại đó, dấu * ở đây là bắt buộc với mọi loại có trường ấy."
    fullest = sorted(kinds.of_family("activity"), key=lambda kind: -len(kind.fields) + len(kind.particulars))
    shared: dict[str, Field] = {}
    for field in (field for kind in fullest for field in kind.fields if field.common):
        known = shared.setdefault(field.name, field)
        shared[field.name] = replace(known, required=known.required and field.required)
    yield from _table(tuple(shared.values()), named)
    yield from _rows(tuple(shared.values()), named)


def _kind(kind: Kind, named: dict[tuple[Choice, ...], str]) -> Iterator[str]:
    yield f"## {kind.code}\n"
    yield f"**{kind.label}** · {FAMILIES[kind.family]}. {kind.hint}\n"
    names = ", ".join(f"{field.name}{'*' if field.required else ''}" for field in kind.fields if field.common)
    yield f"Trường chung: {names}."
    if kind.particulars:
        yield from _table(kind.particulars, named)
    yield from _rows(kind.particulars, named)
    if kind.rules:
        yield "\nQuy tắc:\n"
        for rule in kind.rules:
            yield f"- `{rule.test}`: {rule.sentence}{' (chỉ nhắc)' if rule.warn else ''}"


def _rows(fields: tuple[Field, ...], named: dict[tuple[Choice, ...], str]) -> Iterator[str]:
    for field in fields:
        if field.columns:
            yield f"\nMỗi dòng của `{field.name}`:"
            yield from _table(field.columns, named)


def _table(fields: tuple[Field, ...], named: dict[tuple[Choice, ...], str]) -> Iterator[str]:
    yield "\n| Tên | Nhãn | Dạng | Đơn vị | Giới hạn | Ghi chú |\n|---|---|---|---|---|---|"
    for field in fields:
        name = f"`{field.name}`{'*' if field.required else ''}"
        yield f"| {name} | {field.label} | {FORMS[field.type]} | {field.unit} | {_limits(field)} | {_notes(field, named)} |"


def _limits(field: Field) -> str:
    found = [f"≥ {_amount(field, field.low)}"] if field.low is not None else []
    if field.high is not None:
        found.append(f"≤ {_amount(field, field.high)}")
    if field.max_length:
        found.append(f"≤ {field.max_length} ký tự")
    if field.decimals:
        found.append(f"{field.decimals} số lẻ")
    return ", ".join(found)


def _amount(field: Field, limit: float | str) -> str:
    return types.show(field, limit) if isinstance(limit, str) else number_vi(limit)


def _notes(field: Field, named: dict[tuple[Choice, ...], str]) -> str:
    notes = [field.help] if field.help else []
    for choices in filter(None, (field.choices, field.groups)):
        name = named.get(choices)
        codes = ", ".join(f"`{choice.code}` {choice.label}" for choice in choices)
        notes.append(f"Danh mục [{name}](#danh-mục-{name})." if name else codes + ".")
    if field.suggest:
        notes.append(f"Gợi ý từ {field.suggest}.")
    if field.default is not None:
        notes.append(f"Mặc định: {types.show(field, types.clean(field, field.default))}.")
    if field.since > 1:
        notes.append(f"Từ bản {field.since}.")
    if field.summed:
        notes.append("Cộng trong báo cáo.")
    if field.local:
        notes.append("Chỉ ở máy này.")
    return " ".join(notes).replace("|", "\\|").replace("\n", " ")


def _lists(code_lists: dict[str, tuple[Choice, ...]]) -> Iterator[str]:
    for name, choices in code_lists.items():
        yield f"## Danh mục {name}\n"
        yield "| Mã | Nghĩa |\n|---|---|"
        for choice in choices:
            yield f"| `{choice.code}` | {choice.label} |"
        yield ""


def of_indicators(kinds: Kinds) -> str:
    """Return the dictionary of indicators of the shipped kinds and plans."""
    return indicators.markdown(indicators.dictionary(kinds, plans.load(kinds)), head=INDICATORS)


def write(target: Path) -> None:
    """Write the dictionary of the shipped declarations, and beside it that of the indicators."""
    kinds = declarations.load()
    atomic_write(target, markdown(kinds, dict(lists.load())).encode(), mode=0o644)
    atomic_write(target.with_name("indicators.md"), of_indicators(kinds).encode(), mode=0o644)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
