"""Where the types of locks stand in a drawing of their order. One idea: a row for each rank, the outermost on top;
edges over several rows get a place in each, so that they run between boxes and not through them.

After Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures (IEEE SMC 11(2), 1981);
the order within a row is by the mean of the neighbours' places, swept up and down.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from unknot.diagnose.finding import Edge, RankedLock, Result

Key = tuple[str, str]
"""A type's name and class."""

Point = tuple[float, float]

ROW, GAP, LANE, MARGIN, HEIGHT = 92.0, 36.0, 24.0, 24.0, 40.0
"""Pixels: from row to row, between boxes, for an edge that runs between them, around all, a box."""

LETTER = 7.8
"""Pixels for a letter of a name."""

SWEEPS = 8


@dataclass(frozen=True)
class Box:
    """A type of locks: its middle and its width."""

    row: RankedLock
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Way:
    """An edge and the points it goes through: from the edge of a box to the edge of another, downward; upward if it is
    against the order."""

    edge: Edge
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Drawing:
    """All that is drawn, and its size."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    width: float
    height: float


@dataclass
class _Place:
    """A place in a row: a type's, or one that an edge goes through."""

    key: Key | None
    width: float
    x: float = 0.0


def lay_out(result: Result) -> Drawing:
    """The drawing of a result's order: without edges that follow from others, and those from a type to itself."""
    edges = [e for e in result.lock_order if not e.implied and key_of_held(e) != key_of_wanted(e)]
    rows: list[list[_Place]] = [[] for _ in range(max((row.rank for row in result.lock_ranks), default=0))]
    places: dict[Key, tuple[int, _Place]] = {}
    for row in result.lock_ranks:
        place = _Place((row.type, row.lock_class), _box_width(row))
        rows[row.rank - 1].append(place)
        places[row.type, row.lock_class] = row.rank - 1, place
    chains = [_chain(edge, rows, places) for edge in edges]
    links = [(one, other) for _, chain in chains for one, other in itertools.pairwise(chain)]
    _sort(rows, links)
    width = _spread(rows)
    boxes = [_box(row, *places[row.type, row.lock_class]) for row in result.lock_ranks]
    ways = [_way(edge, chain, places) for edge, chain in chains]
    return Drawing(tuple(boxes), tuple(ways), width, 2 * MARGIN + HEIGHT + ROW * max(len(rows) - 1, 0))


def key_of_held(edge: Edge) -> Key:
    """The type that an edge starts from."""
    return edge.held.type, edge.held.lock_class


def key_of_wanted(edge: Edge) -> Key:
    """The type that an edge leads to."""
    return edge.wanted.type, edge.wanted.lock_class


def _box_width(row: RankedLock) -> float:
    return max(len(row.type) * LETTER, len(row.lock_class) * LETTER * 0.8) + 24


def _chain(edge: Edge, rows: list[list[_Place]], places: dict[Key, tuple[int, _Place]]) -> tuple[Edge, list[_Place]]:
    """The places of an edge, from above to below; new ones in the rows between."""
    (one, first), (other, second) = sorted(
        (places[key_of_held(edge)], places[key_of_wanted(edge)]), key=lambda found: found[0]
    )
    chain = [first]
    for number in range(one + 1, other):
        between = _Place(None, LANE)
        rows[number].append(between)
        chain.append(between)
    return edge, [*chain, second]


def _sort(rows: list[list[_Place]], links: Sequence[tuple[_Place, _Place]]) -> None:
    """Orders each row by where its neighbours stand."""
    for row in rows:
        _number(row)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            means = {}
            for place in row:
                near = [(a if down else b).x for a, b in links if (b if down else a) is place]
                means[id(place)] = sum(near) / len(near) if near else place.x
            row.sort(key=lambda place: means[id(place)])
            _number(row)


def _number(row: list[_Place]) -> None:
    for i, place in enumerate(row):
        place.x = i - (len(row) - 1) / 2


def _spread(rows: list[list[_Place]]) -> float:
    """Gives each place its middle in pixels; the width of all."""
    widths = [sum(place.width for place in row) + GAP * (len(row) - 1) for row in rows if row]
    widest = max(widths, default=0.0)
    for row, taken in zip([row for row in rows if row], widths, strict=True):
        x = MARGIN + (widest - taken) / 2
        for place in row:
            place.x = x + place.width / 2
            x += place.width + GAP
    return widest + 2 * MARGIN


def _box(row: RankedLock, number: int, place: _Place) -> Box:
    return Box(row, place.x, MARGIN + HEIGHT / 2 + number * ROW, place.width)


def _way(edge: Edge, chain: Sequence[_Place], places: dict[Key, tuple[int, _Place]]) -> Way:
    """The points of an edge; one against the order starts and ends beside the middle, so that both can be seen."""
    top = min(places[key_of_held(edge)][0], places[key_of_wanted(edge)][0])
    aside = 14.0 if edge.reverses else 0.0
    points = []
    for i, place in enumerate(chain):
        y = MARGIN + HEIGHT / 2 + (top + i) * ROW
        if i in (0, len(chain) - 1):
            y += HEIGHT / 2 if i == 0 else -HEIGHT / 2
        points.append((place.x + aside, y))
    return Way(edge, tuple(reversed(points) if edge.reverses else points))
