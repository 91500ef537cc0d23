"""What a result tells of locks as JSON, and back. One idea: the fields of the values by their names, places as in the
whole document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from unknot.core.location import Location
from unknot.diagnose.finding import Edge, LockUse, OrderSite, RankedLock, Result, Reversal, Scene, StackFrame

Document = dict[str, Any]

_PLAIN = ("text", "call", "interlock", "message")
"""Fields of a scene that are words and numbers."""


def order_documents(result: Result) -> Document:
    """The fields of a result that are about the order of locks."""
    return {
        "lock_ranks": [_ranked(row) for row in result.lock_ranks],
        "lock_order": [_edge(edge) for edge in result.lock_order],
        "reversals": [_reversal(reversal) for reversal in result.reversals],
    }


def read_order(d: Mapping[str, Any]) -> dict[str, Any]:
    """The same as fields of a `Result`."""
    return {
        "lock_ranks": tuple(_read_ranked(row) for row in d.get("lock_ranks", ())),
        "lock_order": tuple(_read_edge(row) for row in d.get("lock_order", ())),
        "reversals": tuple(_read_reversal(row) for row in d.get("reversals", ())),
    }


def scene_document(scene: Scene) -> Document:
    """What a kernel would print where a rule is broken."""
    return {
        **{name: getattr(scene, name) for name in _PLAIN},
        "held": [_use(use) for use in scene.held],
        "stack": [_frame(frame) for frame in scene.stack],
        "about": _use(scene.about) if scene.about else None,
    }


def read_scene(d: Mapping[str, Any]) -> Scene:
    """The scene whose document this is."""
    return Scene(
        **{name: d[name] for name in _PLAIN},
        held=tuple(_read_use(use) for use in d["held"]),
        stack=tuple(_read_frame(frame) for frame in d["stack"]),
        about=_read_use(d["about"]) if d["about"] else None,
    )


def _ranked(row: RankedLock) -> Document:
    return {**asdict(row), "objects": list(row.objects)}


def _edge(edge: Edge) -> Document:
    return {
        "held": _use(edge.held),
        "wanted": _use(edge.wanted),
        "thread": edge.thread,
        "threads": list(edge.threads),
        "sites": [_site(site) for site in edge.sites],
        "reverses": edge.reverses,
        "implied": edge.implied,
        "schedule": edge.schedule,
        "stack": [_frame(frame) for frame in edge.stack],
        "also": _use(edge.also) if edge.also else None,
    }


def _site(site: OrderSite) -> Document:
    return {"held": asdict(site.held), "wanted": asdict(site.wanted), "threads": list(site.threads)}


def _read_site(d: Mapping[str, Any]) -> OrderSite:
    return OrderSite(Location(**d["held"]), Location(**d["wanted"]), tuple(d["threads"]))


def _use(use: LockUse) -> Document:
    return {**{k: v for k, v in vars(use).items() if k != "where"}, **asdict(use.where)}


def _frame(frame: StackFrame) -> Document:
    return {**{k: v for k, v in vars(frame).items() if k != "where"}, **asdict(frame.where)}


def _reversal(reversal: Reversal) -> Document:
    return {
        "kind": reversal.kind,
        "verdict": reversal.verdict,
        "reason": reversal.reason,
        "causes": list(reversal.causes),
        "schedule": reversal.schedule,
        "edges": [_edge(edge) for edge in reversal.edges],
    }


def _read_ranked(d: Mapping[str, Any]) -> RankedLock:
    return RankedLock(d["type"], d["lock_class"], d["rank"], tuple(d["objects"]), d["hidden"])


def _read_edge(d: Mapping[str, Any]) -> Edge:
    return Edge(
        held=_read_use(d["held"]),
        wanted=_read_use(d["wanted"]),
        thread=d["thread"],
        threads=tuple(d["threads"]),
        sites=tuple(_read_site(site) for site in d["sites"]),
        reverses=d["reverses"],
        implied=d["implied"],
        schedule=d["schedule"],
        stack=tuple(_read_frame(frame) for frame in d["stack"]),
        also=_read_use(d["also"]) if d["also"] else None,
    )


def _read_use(d: Mapping[str, Any]) -> LockUse:
    own = {name: d[name] for name in ("name", "type", "lock_class", "object", "address", "exclusive", "recursed")}
    return LockUse(**own, where=_read_place(d))


def _read_frame(d: Mapping[str, Any]) -> StackFrame:
    return StackFrame(d["function"], d["offset"], d["address"], _read_place(d))


def _read_place(d: Mapping[str, Any]) -> Location:
    return Location(d["file"], d["line"], d["column"], d["end_line"], d["end_column"])


def _read_reversal(d: Mapping[str, Any]) -> Reversal:
    return Reversal(
        kind=d["kind"],
        edges=tuple(_read_edge(edge) for edge in d["edges"]),
        verdict=d["verdict"],
        reason=d["reason"],
        causes=tuple(d["causes"]),
        schedule=d["schedule"],
    )
