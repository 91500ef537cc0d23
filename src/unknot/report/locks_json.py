"""What locks what, as JSON; described in docs/reference/json.md. One idea: names, places and words, nothing to
compute."""

from __future__ import annotations

from dataclasses import asdict

from unknot.core.location import source_line
from unknot.diagnose.accesses import Held, Touch
from unknot.diagnose.finding import SCHEMA_VERSION
from unknot.diagnose.locked_fields import Locks
from unknot.diagnose.locking import FieldLocks, Guard, Relation, Site
from unknot.report import json
from unknot.report.json import Document


def document(locks: Locks) -> Document:
    """The JSON form of an answer."""
    return {
        "schema_version": SCHEMA_VERSION,
        "target": locks.search.target,
        "asked": locks.asked,
        "exit_status": locks.exit_status,
        "complete": locks.complete,
        "search": json.document(locks.search),
        "fields": [_field(locks, found) for found in locks.fields],
    }


def _field(locks: Locks, found: FieldLocks) -> Document:
    return {
        "name": found.name,
        "struct": found.struct,
        "rule": found.rule.value,
        "locks": [_guard(guard) for guard in found.guards],
        "threads": list(found.threads),
        "sites": [_site(locks, site) for site in found.sites],
    }


def _guard(guard: Guard) -> Document:
    return {
        "lock": guard.name if guard.relation is Relation.ONE else guard.lock,
        "relation": guard.relation.value,
        "kind": guard.kind,
        "type": guard.type,
    }


def _site(locks: Locks, site: Site) -> Document:
    schedules = [schedule for touch, schedule in locks.schedules.items() if touch in site.breaks]
    return {
        **asdict(site.where),
        "source": source_line(site.where.file, site.where.line),
        "functions": list(site.functions),
        "breaks_rule": bool(site.breaks),
        "schedule": schedules[0] if schedules else None,
        "accesses": [_touch(touch, touch in site.breaks) for touch in site.touches],
    }


def _touch(touch: Touch, breaks: bool) -> Document:
    return {
        "place": touch.spot.instance,
        "kind": touch.kind.name.lower().replace("_", " "),
        "thread": touch.thread,
        "breaks_rule": breaks,
        "held": [_held(touch, held) for held in touch.held],
    }


def _held(touch: Touch, held: Held) -> Document:
    return {
        "lock": held.spot.instance,
        "own": touch.spot.is_beside(held.spot),
        "mode": "exclusive" if held.exclusive else "shared",
        "kind": held.spot.lock,
        "type": held.type,
        "taken_at": asdict(held.where) if held.where.line else None,
    }
