"""Reads the project's own source as syntax trees, for tests that watch over it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "accounts",
    "config",
    "core",
    "creation_cycle",
    "credit",
    "demo",
    "deploy",
    "honor_roll",
    "reviews",
    "units",
    "volunteers",
    "workspace",
)
WRITERS = {
    "update", "create", "get_or_create", "update_or_create", "acreate", "aupdate", "aget_or_create",
    "aupdate_or_create",
}  # fmt: skip
QUERYSET_VERBS = {"open", "close"}
"""Moves whose name is a queryset verb or a file's method too: called on a record they raise at run time."""


def sources() -> list[Path]:
    """Every module of the project, migrations left out: they are generated and frozen."""
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def state_writes(tree: ast.AST, models: set[str], moves: set[str]) -> Iterator[tuple[int, str]]:
    """Line and kind of everything that writes a state column or runs a move past `perform`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            if _named(node) == "state":
                yield node.lineno, "assignment"
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, kind) for kind in _written_by(node, models, moves))


def moves_of_sets(tree: ast.AST) -> Iterator[str | None]:
    """The name of the move in every call of `perform_all`; None where it is no literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _callee(node) == "perform_all":
            name = node.args[1] if len(node.args) > 1 else None
            yield name.value if isinstance(name, ast.Constant) else None


def _written_by(call: ast.Call, models: set[str], moves: set[str]) -> Iterator[str]:
    name = _callee(call)
    if name in WRITERS | models and _gives_state(call):
        yield f"{name}(state=…)"
    if name in ("setattr", "bulk_update") and "state" in _strings(call):
        yield name
    if isinstance(call.func, ast.Attribute) and name in moves - QUERYSET_VERBS and not call.args:
        yield f".{name}()"


def _named(node: ast.Attribute | ast.Subscript) -> str:
    """`record.state` and `record.__dict__["state"]` name the same thing."""
    if isinstance(node, ast.Attribute):
        return node.attr
    value = node.slice.value if isinstance(node.slice, ast.Constant) else ""
    return value if ast.unparse(node.value).endswith("__dict__") else ""


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _gives_state(call: ast.Call) -> bool:
    keys = [key for node in ast.walk(call) if isinstance(node, ast.Dict) for key in node.keys]
    return any(keyword.arg == "state" for keyword in call.keywords) or "state" in [
        key.value for key in keys if isinstance(key, ast.Constant)
    ]


def _strings(call: ast.Call) -> list:
    return [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function, its docstring and decorators left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (node.end_lineno - body[0].lineno + 1) if body else 0
