"""The order of locks for Graphviz (DOT). One idea: the ranks are ours, so all who draw it agree on the order."""

from __future__ import annotations

from unknot.diagnose.finding import Edge, RankedLock, Result
from unknot.report.order import verdict_on
from unknot.report.order_layout import Key, key_of_held, key_of_wanted

STYLES = {
    "": "",
    "deadlocks": 'color="#a1001f", penwidth=3',
    "forbidden": 'color="#a1001f", penwidth=3, style=dashed',
    "undecided": 'color="#b26b00", penwidth=2, style=dashed',
    "cannot deadlock here": 'color="#1769aa", penwidth=2, style=dotted',
    "accepted": 'color="#9aa4ad", style=dotted',
}
"""Attributes of edges by verdict."""


def dot(result: Result) -> str:
    """The graph as a document."""
    lines = [f"digraph {_quoted(result.target)} {{", "    node [shape=box, style=rounded];"]
    for rank in sorted({row.rank for row in result.lock_ranks}):
        rows = [row for row in result.lock_ranks if row.rank == rank]
        lines.append("    { rank=same; " + " ".join(f"{_node(row)};" for row in rows) + " }")
    lines += [_edge(result, edge) for edge in result.lock_order]
    return "\n".join([*lines, "}"]) + "\n"


def _node(row: RankedLock) -> str:
    label = _quoted(f"{row.type}\n{row.lock_class}")
    return f"{_key((row.type, row.lock_class))} [label={label}]"


def _edge(result: Result, edge: Edge) -> str:
    verdict = verdict_on(result, edge)
    held, wanted = edge.sites[0].held, edge.sites[0].wanted
    tip = f"{', '.join(edge.threads)}: {held.file}:{held.line}, then {wanted.file}:{wanted.line}"
    attributes = [f"tooltip={_quoted(tip)}"]
    if verdict:
        attributes += [STYLES[verdict], f"label={_quoted(verdict)}", "constraint=false"]
    elif edge.implied:
        attributes.append('color="#9aa4ad"')
    return f"    {_key(key_of_held(edge))} -> {_key(key_of_wanted(edge))} [{', '.join(attributes)}];"


def _key(key: Key) -> str:
    name, kind = key
    return _quoted(f"{name} ({kind})")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
