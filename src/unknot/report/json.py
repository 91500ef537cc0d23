"""A result as JSON, and back. One idea: names instead of numbers for threads, flat places, nothing to compute.

The document is described in docs/reference/json.md; `SCHEMA_VERSION` is raised when a field changes or goes away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from unknot.core.errors import TargetError
from unknot.core.location import Location
from unknot.diagnose.finding import SCHEMA_VERSION, Blocked, Counts, Finding, Result, Row, Step, Use
from unknot.report.order_json import order_documents, read_order, read_scene, scene_document

Document = dict[str, Any]


def dumps(results: Sequence[Result], as_list: bool) -> str:
    """One document, or a list of them, as text that ends with a newline."""
    documents = [document(r) for r in results]
    return text(documents if as_list else documents[0])


def text(value: object) -> str:
    """Any JSON value as this package writes it."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(result: Result) -> Document:
    """The JSON form of a result."""
    return {
        "schema_version": SCHEMA_VERSION,
        "target": result.target,
        "words": list(result.words),
        "parameters": dict(result.parameters),
        "verdict": result.verdict,
        "exit_status": result.exit_status,
        "memory": result.memory,
        "reduced": result.reduced,
        "order": result.order,
        "threads": list(result.threads),
        "bounds": list(result.bounds),
        "coverage": result.coverage,
        "collision_odds": result.collision_odds,
        "counts": asdict(result.counts),
        "seconds": result.seconds,
        "compile_seconds": result.compile_seconds,
        "clang_seconds": result.clang_seconds,
        "error": result.error,
        "warnings": list(result.warnings),
        "finding": _finding(result.finding) if result.finding else None,
        "others": [_finding(other) for other in result.others],
        **order_documents(result),
    }


def _finding(finding: Finding) -> Document:
    return {
        "kind": finding.kind,
        "message": finding.message,
        **_place(finding.where),
        "threads": list(finding.threads),
        "preemptions": finding.preemptions,
        "steps": [_step(finding, step) for step in finding.steps],
        "blocked": [_blocked(finding, blocked) for blocked in finding.blocked],
        "why": list(finding.why),
        "schedule": finding.schedule,
        "onward": [_step(finding, step) for step in finding.onward],
        "cycle": [_step(finding, step) for step in finding.cycle],
        "scene": scene_document(finding.scene) if finding.scene else None,
        "history": [asdict(use) for use in finding.history],
    }


def _step(finding: Finding, step: Step) -> Document:
    return {
        "number": step.number,
        "thread": finding.threads[step.thread],
        "actor": step.actor,
        **_row(step.row),
        "more": [_row(row) for row in step.more],
        "preempts": _name(finding, step.preempts),
        "ends": step.ends,
    }


def _blocked(finding: Finding, blocked: Blocked) -> Document:
    return {
        "thread": finding.threads[blocked.thread],
        **_row(blocked.row),
        "reason": blocked.reason,
        "holder": _name(finding, blocked.holder),
        "idle": blocked.idle,
        "holds": list(blocked.holds),
    }


def _name(finding: Finding, thread: int | None) -> str | None:
    return None if thread is None else finding.threads[thread]


def _row(row: Row) -> Document:
    return {**_place(row.where), "source": row.source, "effect": row.effect}


def _place(where: Location) -> Document:
    return asdict(where)


def result_from_json(value: str | Mapping[str, Any]) -> Result:
    """The result whose document this is. Raises TargetError for another schema version or what is no such document."""
    try:
        loaded = json.loads(value) if isinstance(value, str) else value
        version = loaded["schema_version"]
        if version != SCHEMA_VERSION:
            raise TargetError(f"this document has schema version {version}, this unknot reads {SCHEMA_VERSION}")
        return _result(loaded)
    except (ValueError, KeyError, TypeError) as error:
        raise TargetError(f"this is no result of unknot in JSON: {error!r}") from error


def _result(d: Mapping[str, Any]) -> Result:
    return Result(
        target=d["target"],
        verdict=d["verdict"],
        memory=d["memory"],
        threads=tuple(d["threads"]),
        parameters=dict(d["parameters"]),
        order=d["order"],
        counts=Counts(**d["counts"]),
        seconds=d["seconds"],
        compile_seconds=d["compile_seconds"],
        bounds=tuple(d["bounds"]),
        coverage=d["coverage"],
        collision_odds=d["collision_odds"],
        finding=_read_finding(d["finding"]) if d["finding"] else None,
        others=tuple(map(_read_finding, d.get("others", []))),
        error=d["error"],
        warnings=tuple(d["warnings"]),
        words=tuple(d.get("words", ())),
        clang_seconds=d.get("clang_seconds", 0.0),
        **read_order(d),
    )


def _read_finding(d: Mapping[str, Any]) -> Finding:
    threads = tuple(d["threads"])
    return Finding(
        kind=d["kind"],
        message=d["message"],
        where=_read_place(d),
        threads=threads,
        steps=tuple(_read_step(s, threads) for s in d["steps"]),
        blocked=tuple(_read_blocked(b, threads) for b in d["blocked"]),
        why=tuple(d["why"]),
        schedule=d["schedule"],
        onward=tuple(_read_step(s, threads) for s in d.get("onward", ())),
        cycle=tuple(_read_step(s, threads) for s in d.get("cycle", ())),
        scene=read_scene(d["scene"]) if d.get("scene") else None,
        history=tuple(Use(**use) for use in d.get("history", ())),
    )


def _read_step(d: Mapping[str, Any], threads: tuple[str, ...]) -> Step:
    return Step(
        number=d["number"],
        thread=threads.index(d["thread"]),
        actor=d["actor"],
        row=_read_row(d),
        more=tuple(_read_row(row) for row in d["more"]),
        preempts=_index(d["preempts"], threads),
        ends=d.get("ends", False),
    )


def _read_blocked(d: Mapping[str, Any], threads: tuple[str, ...]) -> Blocked:
    holder = _index(d["holder"], threads)
    holds = tuple(d.get("holds", ()))
    return Blocked(threads.index(d["thread"]), _read_row(d), d["reason"], holder, d.get("idle", False), holds)


def _index(name: str | None, threads: tuple[str, ...]) -> int | None:
    return None if name is None else threads.index(name)


def _read_row(d: Mapping[str, Any]) -> Row:
    return Row(_read_place(d), d["source"], d["effect"])


def _read_place(d: Mapping[str, Any]) -> Location:
    return Location(d["file"], d["line"], d["column"], d["end_line"], d["end_column"])
