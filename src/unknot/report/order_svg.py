"""The order of locks as a picture (SVG), drawn here. One idea: what the colours say, line and width say too, so that it
can be read in grey; each reversal has its verdict written on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from unknot.diagnose.finding import Edge, Result
from unknot.report.order import verdict_on
from unknot.report.order_layout import HEIGHT, MARGIN, Box, Drawing, Point, Way, key_of_held, key_of_wanted, lay_out


@dataclass(frozen=True)
class Style:
    """How a line looks."""

    colour: str
    width: float
    dashes: str = ""


STYLES = {
    "": Style("#5a6570", 1.4),
    "deadlocks": Style("#a1001f", 3.6),
    "forbidden": Style("#a1001f", 3.6, "14 4"),
    "undecided": Style("#b26b00", 2.4, "9 5"),
    "cannot deadlock here": Style("#1769aa", 2.0, "2 5"),
    "accepted": Style("#9aa4ad", 1.4, "1 4"),
}
"""By verdict, "" for edges of the order."""

FONT = "ui-monospace, Menlo, Consolas, monospace"
LINE, NARROWEST, SMALL, LABEL = 20.0, 320.0, 6.7, 140.0
"""Pixels: from line to line of the legend, of the whole at least, for a small letter, for a verdict beside a line."""

BEND = 0.45
"""How round an edge is."""


def svg(result: Result) -> str:
    """The picture as a document."""
    drawing = lay_out(result)
    loops = {key_of_held(e): e for e in result.lock_order if key_of_held(e) == key_of_wanted(e)}
    verdicts = list(dict.fromkeys(verdict_on(result, e) for e in [*(w.edge for w in drawing.ways), *loops.values()]))
    legend = [v for v in STYLES if v in verdicts]
    notes = _notes(result)
    longest = max(len(note) for note in notes)
    width = max(drawing.width + LABEL * bool(result.reversals), NARROWEST, 2 * MARGIN + SMALL * longest)
    height = drawing.height + LINE * (len(legend) + len(notes)) + MARGIN
    lines = [_head(width, height, result), *_markers()]
    lines += [_way(way, verdict_on(result, way.edge)) for way in drawing.ways]
    lines += [_box(box) for box in drawing.boxes]
    lines += [_loop(box, result, loops[box.row.type, box.row.lock_class]) for box in _looped(drawing, loops)]
    lines += [_label(way.points, verdict_on(result, way.edge)) for way in drawing.ways if way.edge.reverses]
    lines += _legend(legend, notes, drawing.height)
    return "\n".join([*filter(None, lines), "</svg>"]) + "\n"


def _looped(drawing: Drawing, loops: dict[tuple[str, str], Edge]) -> list[Box]:
    return [box for box in drawing.boxes if (box.row.type, box.row.lock_class) in loops]


def _head(width: float, height: float, result: Result) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    title = f"<title>{escape(result.target)}: order of locks</title>"
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" font-size="13">{title}{paper}'


def _markers() -> list[str]:
    """The heads of arrows, one for each colour."""
    lines = ["<defs>"]
    for verdict, style in STYLES.items():
        path = f'<path d="M0,0 L10,4 L0,8 z" fill="{style.colour}"/>'
        wide = 8 + 1.6 * style.width
        size = f'viewBox="0 0 10 8" markerWidth="{wide:.1f}" markerHeight="{wide * 0.8:.1f}" refX="9" refY="4"'
        lines.append(f'<marker id="{_name(verdict)}" {size} markerUnits="userSpaceOnUse" orient="auto">{path}</marker>')
    return [*lines, "</defs>"]


def _name(verdict: str) -> str:
    return "arrow-" + (verdict or "order").replace(" ", "-")


def _stroke(verdict: str) -> str:
    style = STYLES[verdict]
    dashes = f' stroke-dasharray="{style.dashes}"' if style.dashes else ""
    return f'fill="none" stroke="{style.colour}" stroke-width="{style.width}"{dashes}'


def _way(way: Way, verdict: str) -> str:
    """A smooth line: from row to row, leaving and arriving upright."""
    (x, y), *rest = way.points
    path = f"M{x:.1f},{y:.1f}"
    for to_x, to_y in rest:
        bend = (to_y - y) * BEND
        path += f" C{x:.1f},{y + bend:.1f} {to_x:.1f},{to_y - bend:.1f} {to_x:.1f},{to_y:.1f}"
        x, y = to_x, to_y
    edge = way.edge
    who = f"{', '.join(edge.threads)}: {edge.held.type} -> {edge.wanted.type}"
    line = f'<path d="{path}" {_stroke(verdict)} marker-end="url(#{_name(verdict)})"/>'
    return f"<g><title>{escape(who)}</title>{line}</g>"


def _box(box: Box) -> str:
    left, top = box.x - box.width / 2, box.y - HEIGHT / 2
    dashes = ' stroke-dasharray="4 3"' if box.row.hidden else ""
    shape = f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{HEIGHT:.0f}" rx="7"'
    rect = f'<rect {shape} fill="#f4f6f8" stroke="#26323c" stroke-width="1.2"{dashes}/>'
    middle = f'x="{box.x:.1f}" text-anchor="middle"'
    name = f'<text {middle} y="{box.y - 3:.1f}" fill="#11181d" font-weight="600">{escape(box.row.type)}</text>'
    kind = f'<text {middle} y="{box.y + 12:.1f}" fill="#4d5963" font-size="10.5">{escape(box.row.lock_class)}</text>'
    objects = escape(", ".join(box.row.objects))
    return f"<g><title>{objects}</title>{rect}{name}{kind}</g>"


def _loop(box: Box, result: Result, edge: Edge) -> str:
    """An edge from a type to itself, at the right of its box."""
    verdict = verdict_on(result, edge)
    x, up, down = box.x + box.width / 2, box.y - 10, box.y + 10
    path = f"M{x:.1f},{up:.1f} C{x + 34:.1f},{up - 8:.1f} {x + 34:.1f},{down + 8:.1f} {x:.1f},{down:.1f}"
    line = f'<path d="{path}" {_stroke(verdict)} marker-end="url(#{_name(verdict)})"/>'
    return line + _text(box.x - box.width / 2, box.y + HEIGHT / 2 + 14, verdict)


def _label(points: tuple[Point, ...], verdict: str) -> str:
    """The verdict beside the middle of a line."""
    (x, y), (to_x, to_y) = points[(len(points) - 1) // 2], points[(len(points) - 1) // 2 + 1]
    return _text((x + to_x) / 2 + 8, (y + to_y) / 2 + 4, verdict)


def _text(x: float, y: float, text: str) -> str:
    colour = STYLES[text].colour
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="11" font-weight="600" {halo}>{escape(text)}</text>'
    )


def _notes(result: Result) -> list[str]:
    """What else is to be said."""
    notes = [result.target]
    if any(row.hidden for row in result.lock_ranks):
        notes.append("dashed box: hidden from WITNESS")
    if any(edge.implied for edge in result.lock_order):
        notes.append("orders that follow from others are left out")
    return notes


def _legend(verdicts: list[str], notes: list[str], top: float) -> list[str]:
    """What the lines mean, and the notes."""
    lines = []
    words = {"": "taken while the upper one is held", "accepted": "in both orders, accepted"}
    for i, verdict in enumerate(verdicts):
        y = top + LINE * (i + 0.5)
        lines.append(f'<path d="M{MARGIN:.0f},{y:.1f} h44" {_stroke(verdict)} marker-end="url(#{_name(verdict)})"/>')
        text = words.get(verdict, f"reversal: {verdict}")
        lines.append(f'<text x="{MARGIN + 56:.0f}" y="{y + 4:.1f}" font-size="11" fill="#26323c">{text}</text>')
    for i, note in enumerate(notes, len(verdicts)):
        y = top + LINE * (i + 0.5)
        lines.append(f'<text x="{MARGIN:.0f}" y="{y + 4:.1f}" font-size="11" fill="#4d5963">{escape(note)}</text>')
    return lines
