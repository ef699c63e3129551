"""The kinds of activity: read strictly from resources/kinds, and the rules every entry goes through.

The window, the console program, import and the centre all judge an activity by `Kinds.clean` and
`Kinds.problems`; there is no second copy of a rule anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from desktop.models import fields as types
from desktop.models import lists, rules
from desktop.models.declarations import Table, parse, read
from desktop.models.errors import DeclarationError, InputError, Problem
from desktop.models.fields import Choice, Field
from desktop.models.rules import Rule

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "kinds"
FAMILIES = ("activity", "register", "evaluation")
SECTIONS = ("media", "visual", "training", "school", "contest", "event", "team", "model", "integration", "other")
SWITCHES = ("participants", "place", "households", "businesses")
_MODES = ("required", "optional", "none")
_NONE: Mapping[str, str] = MappingProxyType({})
_NUMERIC = {"number", "money", "duration", "people"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind as declared; `fields` are the common facts it uses and its particulars, in form order."""

    code: str
    label: str
    version: int
    family: str
    class49: str
    class49_by: tuple[str, Mapping[str, str]] | None
    section: str
    icon: str
    hint: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    counts: tuple[str, ...]
    rules: tuple[Rule, ...]

    def field(self, name: str) -> Field:
        """Return the field of that name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def names(self) -> frozenset[str]:
        """The names of all fields."""
        return frozenset(field.name for field in self.fields)

    @property
    def particulars(self) -> tuple[Field, ...]:
        """The fields that only this kind has."""
        return tuple(field for field in self.fields if not field.common)

    def class49_of(self, values: Mapping[str, Any]) -> str:
        """Return the class of NĐ 49/2024 (1-8) of one activity, "" when it has none."""
        if self.class49_by:
            field, classes = self.class49_by
            return classes.get(str(values.get(field)), self.class49)
        return self.class49


class Kinds(Mapping[str, Kind]):
    """Every declared kind by its code, activities first."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = dict(kinds)

    def __getitem__(self, code: str) -> Kind:
        return self._kinds[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def of_family(self, family: str) -> tuple[Kind, ...]:
        """Return the kinds of one family: "activity", "register" or "evaluation"."""
        return tuple(kind for kind in self._kinds.values() if kind.family == family)

    def clean(self, code: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values to keep for one entry, in the declared order, defaults filled in.

        Raises InputError whose `problems` names every field that is unknown, unreadable or wrong.
        """
        kind = self.known(code)
        values, problems = _read(kind, raw)
        wrong = {problem.field for problem in problems}
        problems += [problem for problem in self.problems(code, values) if problem.field not in wrong]
        if problems:
            first = problems[0]
            label = next((f.label for f in kind.fields if f.name == first.field), first.field)
            raise InputError(f"{label}: {first.sentence}" if label else first.sentence, problems=tuple(problems))
        return values

    def problems(self, code: str, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Judge values that were cleaned before: required facts, limits, rules. Empty means right."""
        kind = self.known(code)
        return tuple(_field_problems(kind, values)) + tuple(_broken(kind, values, warn=False))

    def outgoing(self, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that may leave this PC: without the fields declared `local` (names, phones)."""
        kept = {field.name for field in self.known(code).fields if field.local}
        return {name: value for name, value in values.items() if name not in kept}

    def warnings(self, code: str, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Return advice that does not stop a save."""
        return tuple(_broken(self.known(code), values, warn=True))

    def known(self, code: object) -> Kind:
        """Return the kind of a code. Raises InputError that lists the codes."""
        kind = self._kinds.get(code) if isinstance(code, str) else None
        if kind is None:
            raise InputError(f"Không có loại hoạt động «{str(code)[:20]}»: các mã là {', '.join(self._kinds)}.",
                             problems=(Problem("kind", f"Không có loại hoạt động «{str(code)[:20]}»."),))  # fmt: skip
        return kind


def load(folder: Path = SHIPPED, *, lists_folder: Path = lists.SHIPPED, published: Mapping[str, str] = _NONE,
         published_lists: Mapping[str, str] = _NONE) -> Kinds:  # fmt: skip
    """Read every declaration of the folder, then those published (name → text), which replace older ones.

    Raises DeclarationError with file, line and reason.
    """
    code_lists = lists.load(lists_folder, published=published_lists)
    shared = _common(read(folder / "common.toml"), code_lists)
    kinds: dict[str, Kind] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != "common.toml":
            table = read(path)
            kind = _kind(table, shared, code_lists)
            if kind.code in kinds:
                raise DeclarationError(path, 1, f"mã loại «{kind.code}» đã có ở tệp khác")
            kinds[kind.code] = kind
    for name, text in published.items():
        newer = _kind(parse(Path(name), text), shared, code_lists)
        if newer.code not in kinds or newer.version > kinds[newer.code].version:
            kinds[newer.code] = newer
    _check_suggestions(kinds, folder)
    ordered = sorted(kinds.values(), key=lambda kind: (FAMILIES.index(kind.family), SECTIONS.index(kind.section)))
    return Kinds({kind.code: kind for kind in ordered})


def _read(kind: Kind, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    problems = [Problem(str(key), f"Loại «{kind.label}» không có trường «{str(key)[:40]}».")
                for key in raw if key not in kind.names]  # fmt: skip
    values: dict[str, Any] = {}
    for field in kind.fields:
        try:
            value = types.clean(field, raw.get(field.name, field.default))
        except InputError as fault:
            problems.append(Problem(field.name, fault.sentence))
            continue
        if value is not None:
            values[field.name] = value
    return values, problems


def _field_problems(kind: Kind, values: Mapping[str, Any]) -> Iterator[Problem]:
    for field in kind.fields:
        value = values.get(field.name)
        if value is None:
            if field.required:
                yield Problem(field.name, f"Hãy nhập {field.label[0].lower()}{field.label[1:]}.")
            continue
        try:
            for sentence in types.check(field, value):
                yield Problem(field.name, sentence)
        except (TypeError, AttributeError, KeyError, ValueError):
            yield Problem(field.name, "Giá trị không đúng dạng của trường này.")


def _broken(kind: Kind, values: Mapping[str, Any], *, warn: bool) -> Iterator[Problem]:
    for rule in kind.rules:
        if rule.warn is warn and not rule.holds(values):
            yield Problem(rule.field, rule.sentence)


@dataclass(frozen=True, slots=True)
class _Common:
    """The facts that kinds share, each with its switch, and the order of the form's groups."""

    groups: tuple[str, ...]
    fields: tuple[tuple[str, Field], ...]


def _common(table: Table, code_lists: Mapping[str, tuple[Choice, ...]]) -> _Common:
    groups, found = table.strings("groups", None), []
    for item in table.tables("fields"):
        switch = item.text("switch", "")
        if switch and switch not in SWITCHES:
            raise item.fault(f"không biết công tắc «{switch}»", "switch")
        found.append((switch, replace(_field(item, code_lists), common=True)))
    table.done()
    return _Common(groups, tuple(found))


def _kind(table: Table, common: _Common, code_lists: Mapping[str, tuple[Choice, ...]]) -> Kind:
    code, label, version = table.text("code"), table.text("label"), table.whole("version")
    family = _one_of(table, "family", FAMILIES, "activity")
    section = _one_of(table, "section", SECTIONS)
    class49 = _class49(table, table.text("class49", ""))
    by = _class49_by(table)
    icon, hint = table.text("icon"), table.text("hint", "")
    shared = _shared(table, common)
    own = [_field(item, code_lists) for item in table.tables("fields")]
    fields = _ordered(table, common, shared, own)
    if warning := table.text("photos_warning", ""):
        fields = tuple(replace(one, warning=warning) if one.type == "photos" else one for one in fields)
    columns, counts = table.strings("columns"), table.strings("counts")
    found_rules = tuple(_rule(item, {field.name for field in fields}) for item in table.tables("rules"))
    kind = Kind(code, label, version, family, class49, by, section, icon, hint, fields, columns, counts, found_rules)
    _check_names(table, kind)
    table.done()
    return kind


def _ordered(table: Table, common: _Common, shared: list[Field], own: list[Field]) -> tuple[Field, ...]:
    """Order the fields by group; a particular with the name of a common fact stands in its place."""
    instead = {field.name: replace(field, common=True) for field in own}
    names = {field.name for field in shared}
    fields = [instead.get(field.name, field) for field in shared] + [f for f in own if f.name not in names]
    known = [field.name for field in fields]
    for field in fields:
        if known.count(field.name) > 1:
            raise table.fault(f"trường «{field.name}» khai báo hai lần")
        if field.group not in common.groups:
            raise table.fault(f"trường «{field.name}»: không có nhóm «{field.group}»", "group")
    return tuple(sorted(fields, key=lambda field: common.groups.index(field.group)))


def _shared(table: Table, common: _Common) -> list[Field]:
    modes = table.table("common")
    chosen = {switch: _one_of(modes, switch, _MODES, "none") for switch in SWITCHES}
    only = table.strings("only")
    modes.done()
    names = {field.name for _, field in common.fields}
    for name in only:
        if name not in names:
            raise table.fault(f"không có trường chung «{name}»", "only")
    kept = []
    for switch, field in common.fields:
        if (only and field.name not in only) or chosen.get(switch, "") == "none":
            continue
        kept.append(replace(field, required=True) if chosen.get(switch) == "required" else field)
    return kept


def _field(table: Table, code_lists: Mapping[str, tuple[Choice, ...]], *, depth: int = 0) -> Field:
    type_name = table.text("type")
    if type_name not in types.TYPES or (depth and type_name in {"table", "photos", "people"}):
        raise table.fault(f"không biết kiểu trường «{type_name}»", "type")
    columns = tuple(_field(item, code_lists, depth=1) for item in table.tables("columns"))
    field = Field(
        name=_name(table), label=table.text("label"), type=type_name, unit=table.text("unit", ""),
        required=table.flag("required", default=False), choices=_options(table, "choices", "list", code_lists),
        low=_limit(table, "low", type_name), high=_limit(table, "high", type_name),
        decimals=table.whole("decimals", 0), max_length=table.whole("max_length", 0) or None,
        summed=table.flag("summed", default=False), help=table.text("help", ""), since=table.whole("since", 1),
        default=table.anything("default"), groups=_options(table, "groups", "groups_list", code_lists),
        columns=columns, suggest=table.text("suggest", ""), group=table.text("group", "Nội dung"),
        local=table.flag("local", default=False),
    )  # fmt: skip
    _check_field(table, field)
    table.done()
    return field


def _name(table: Table) -> str:
    name = table.text("name")
    if not name.isidentifier() or not name.isascii() or name in {"kind", "uid", "unit", "revision"}:
        raise table.fault(f"tên trường «{name}» phải là chữ thường không dấu, không trùng tên riêng", "name")
    return name


def _options(table: Table, key: str, list_key: str, code_lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    name = table.text(list_key, "")
    if name and name not in code_lists:
        raise table.fault(f"không có danh mục «{name}»", list_key)
    return code_lists[name] if name else lists.read_choices(table, key)


def _limit(table: Table, key: str, type_name: str) -> float | str | None:
    value = table.anything(key)
    wanted = str if type_name == "date" else int | float
    if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
        raise table.fault(f"«{key}» không hợp kiểu {type_name}", key)
    return value


def _check_field(table: Table, field: Field) -> None:
    if field.type in {"choice", "choices"} and not field.choices:
        raise table.fault(f"trường «{field.name}» cần choices hoặc list", "type")
    if field.type not in {"choice", "choices"} and field.choices:
        raise table.fault(f"trường «{field.name}» kiểu {field.type} không có lựa chọn", "type")
    if (field.type == "table") != bool(field.columns):
        raise table.fault(f"trường «{field.name}»: chỉ kiểu table có columns, và phải có", "type")
    if field.groups and field.type != "people":
        raise table.fault(f"trường «{field.name}»: chỉ kiểu people có groups", "type")
    if field.summed and field.type not in _NUMERIC:
        raise table.fault(f"trường «{field.name}» kiểu {field.type} không cộng được", "summed")
    if field.default is not None:
        try:
            types.clean(field, field.default)
        except InputError as fault:
            raise table.fault(f"giá trị mặc định của «{field.name}»: {fault.sentence}", "default") from None


def _rule(table: Table, names: set[str]) -> Rule:
    test, optional = table.text("test"), frozenset(table.strings("optional"))
    try:
        used = rules.parse(test)
    except ValueError as fault:
        raise table.fault(str(fault), "test") from None
    rule = Rule(test, table.text("sentence"), table.text("field"), used, optional, table.flag("warn", default=False))
    for name in sorted(used | {rule.field} | optional):
        if name not in names:
            raise table.fault(f"quy tắc «{test}» nói tới trường «{name}» không có trong loại này", "test")
    table.done()
    return rule


def _check_names(table: Table, kind: Kind) -> None:
    names = kind.names
    for key, used in (("columns", kind.columns), ("counts", kind.counts)):
        for name in used:
            if name not in names:
                raise table.fault(f"«{key}» nói tới trường «{name}» không có", key)
            if key == "counts" and not kind.field(name).summed:
                raise table.fault(f"«counts»: trường «{name}» chưa đặt summed = true", key)
    if kind.class49_by and kind.class49_by[0] not in names:
        raise table.fault(f"class49_by nói tới trường «{kind.class49_by[0]}» không có", "class49_by")


def _class49(table: Table, value: str) -> str:
    if value not in {"", *"12345678"}:
        raise table.fault(f"loại hình NĐ 49/2024 «{value}» phải từ 1 đến 8 hoặc để trống", "class49")
    return value


def _class49_by(table: Table) -> tuple[str, Mapping[str, str]] | None:
    if not table.has("class49_by"):
        return None
    by = table.table("class49_by")
    field, values = by.text("field"), by.table("values")
    by.done()
    return field, {code: _class49(values, values.text(code)) for code in values.keys()}  # noqa: SIM118


def _one_of(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key, default)
    if value not in allowed:
        raise table.fault(f"«{key}» phải là một trong: {', '.join(allowed)}", key)
    return value


def _check_suggestions(kinds: Mapping[str, Kind], folder: Path) -> None:
    for kind in kinds.values():
        for field in kind.fields:
            if field.suggest and field.suggest not in kinds:
                raise DeclarationError(folder, 0, f"trường «{field.name}» gợi ý từ loại «{field.suggest}» không có")
