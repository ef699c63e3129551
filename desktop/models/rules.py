"""Rules between the fields of one kind: a comparison in a small, safe language, with its Vietnamese sentence."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any

_PLAIN = 2**53
_ALLOWED = (
    ast.Expression, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Name, ast.Load, ast.Constant,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A comparison that must hold; `field` is where its sentence is shown, `warn` only advises."""

    test: str
    sentence: str
    field: str
    names: frozenset[str]
    optional: frozenset[str]
    warn: bool = False

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Judge the rule; a rule with an empty field has nothing to say, an optional one counts as 0."""
        names = {name: values.get(name) for name in self.names}
        for name in self.optional:
            names[name] = 0 if names.get(name) is None else names[name]
        if any(value is None for value in names.values()):
            return True
        for name, value in names.items():
            names[name] = value.get("total", 0) if isinstance(value, Mapping) else value
        code = _code(self.test) if all(type(value) is int and abs(value) < _PLAIN for value in names.values()) else None
        if code is not None:
            try:
                return bool(eval(code, {"__builtins__": {}}, names))
            except ArithmeticError:
                return False
        # Read with the first rule that needs it, not with the program: the list needs no rules.
        from simpleeval import InvalidExpression, SimpleEval

        try:
            return bool(SimpleEval(names=names, functions={}).eval(self.test))
        except (InvalidExpression, TypeError, ArithmeticError):
            return False


@cache
def _code(test: str) -> CodeType | None:
    """Return a rule over whole numbers as Python runs it, None for one that names anything else.

    Thousands of revisions are judged by the same few rules. With numbers alone nothing can swell: no power, no texts.
    """
    parse(test)
    numbers = [node.value for node in ast.walk(ast.parse(test.strip(), mode="eval")) if isinstance(node, ast.Constant)]
    if not all(type(one) in (int, float) and abs(one) < _PLAIN for one in numbers):  # type: ignore[arg-type]
        return None
    return compile(test.strip(), "rule", "eval")


def parse(test: str) -> frozenset[str]:
    """Return the field names a rule compares. Raises ValueError with a Vietnamese reason."""
    try:
        tree = ast.parse(test.strip(), mode="eval")
    except SyntaxError:
        raise ValueError(f"quy tắc «{test}» sai cú pháp") from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ValueError(f"quy tắc «{test}» chỉ được so sánh các trường, không dùng {type(node).__name__}")
    if not any(isinstance(node, ast.Compare) for node in ast.walk(tree)):
        raise ValueError(f"quy tắc «{test}» không so sánh gì")
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
