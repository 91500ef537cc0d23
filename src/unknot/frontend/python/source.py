"""Finds the ast of a function. One idea: a file is parsed whole, once, so that every line and column is the file's
own."""

from __future__ import annotations

import ast
import functools
import linecache
import os
from dataclasses import dataclass
from types import FunctionType

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location


@dataclass(frozen=True)
class Source:
    """A parsed file: its name as shown, its tree, its functions by first line (that of the first decorator) and
    name."""

    shown: str
    tree: ast.Module
    functions: dict[tuple[int, str], ast.FunctionDef]

    def at(self, node: ast.AST) -> Location:
        """The span of a node of this file."""
        line = getattr(node, "lineno", 0)
        if not line:
            return Location(self.shown, 1)
        column = getattr(node, "col_offset", 0) + 1
        end_line = getattr(node, "end_lineno", None) or line
        end_column = (getattr(node, "end_col_offset", None) or column - 1) + 1
        return Location(self.shown, line, column, end_line, end_column)


def shown_path(path: str) -> str:
    """`path` as messages name it: relative if it lies below the current directory."""
    if not os.path.isabs(path):
        return path
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


@functools.lru_cache(maxsize=256)
def parse_file(filename: str) -> Source:
    """The parsed file; `filename` is that of a code object."""
    lines = linecache.getlines(filename)
    if not lines and not _is_empty(filename):
        raise LanguageError(f"there is no source text of {filename}", NOWHERE, "put the code in a file")
    tree = ast.parse("".join(lines), filename)
    functions = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            functions[first, node.name] = node
    return Source(shown_path(filename), tree, functions)


def _is_empty(filename: str) -> bool:
    return os.path.isfile(filename) and os.path.getsize(filename) == 0


def find_function(function: FunctionType) -> tuple[Source, ast.FunctionDef]:
    """The file and the definition of a function."""
    code = function.__code__
    source = parse_file(code.co_filename)
    node = source.functions.get((code.co_firstlineno, code.co_name))
    if node is None:
        raise LanguageError(
            f"{code.co_name} is no function that unknot can compile",
            Location(source.shown, code.co_firstlineno),
            "write it with def; lambda, async and generated functions are not supported",
        )
    return source, node


def find_class(filename: str, qualname: str, member: str) -> Location | None:
    """The place of the annotated name `member` in a class, or None if the file does not show it."""
    source = parse_file(filename)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name == qualname.rpartition(".")[2]:
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.target.id == member:
                    return source.at(item)
    return None
