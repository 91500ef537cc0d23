"""Which states have no way to the end, in unknot's own language. One idea: the search notes its edges as it goes; when
it is done, sweeping over them backwards spreads what is good from the ends to all states that can reach one.

The notes are words: fingerprints whose two lowest bits tell what they are. A source is followed by its targets. A sweep
takes out the edges of states that have turned out good, so what is left in the end are the states that are stuck. Few
sweeps do if they follow the search: from the last edge to the first, for edges mostly lead to later ones; but the edges
of each number of preemptions on their own, the fewest first, for from there it is known how a schedule ends.

Where no schedule ends, what is good is to go round without a pause. Whatever has no edge without a pause to a state
that may do so is taken away, again and again; the states that are left are the ends from which to spread.
"""

from __future__ import annotations

from unknot.explore.state import BUDGET, DONE, Search
from unknot.explore.table import LINE, SLACK, home
from unknot.lang import Ptr, load, offset, prefetch, store, u8, u16, u64

SOURCE, TARGET, PAUSE, END = range(4)
"""What a word is: a state; where a step of it leads; where one leads that paused; that its way ends there."""
KIND = 3
AHEAD = 16
"""How many words ahead the table is asked for."""
ENDLESS = 0xFFFF
"""A count of edges that is not counted down any more."""


def keep_edge(s: Ptr[Search], source: u64, target: u64, kind: u64) -> None:
    """Notes a step between two states, by their fingerprints."""
    if s.edges_end + 2 > s.edges_room:
        forget_edges(s)
        return
    if source != s.edges_source:
        s.edges_source = source
        store(offset(s.edges, s.edges_end), source & ~u64(KIND))
        s.edges_end += 1
    store(offset(s.edges, s.edges_end), (target & ~u64(KIND)) | kind)
    s.edges_end += 1


def forget_edges(s: Ptr[Search]) -> None:
    """Gives up: there is no room for the edges."""
    s.edges_room = 0
    s.edges_end = 0


def edge(s: Ptr[Search], i: u64) -> u64:
    """Word `i` of the notes."""
    return load(offset(s.edges, i))


def place_in(table: Ptr[u64], line: u64, per_line: u64, word: u64) -> u64:
    """The place in a table, from the home line on, of the state that a word of the notes means; or an empty one."""
    while True:
        place: u64 = 0
        while place < per_line:
            held = load(offset(table, line + place))
            if held ^ word <= KIND or held == 0:
                return line + place
            place += 1
        line += LINE


def place_of(s: Ptr[Search], word: u64) -> u64:
    """The place in the table of the state that a word of the notes means."""
    return place_in(s.table, home(s, word), s.per_line, word)


def ask_ahead(s: Ptr[Search], i: u64) -> None:
    """Asks for the line of the table that will be needed soon."""
    if i >= AHEAD:
        prefetch(offset(s.table, home(s, edge(s, i - AHEAD))))


def is_marked(marks: Ptr[u8], place: u64) -> bool:
    """True if the state at that place of the table is known to be good."""
    return (load(offset(marks, place >> 3)) >> u8(place & 7)) & 1 != 0


def mark(s: Ptr[Search], place: u64) -> None:
    """The state at that place is good."""
    at = offset(s.marks, place >> 3)
    store(at, load(at) | (u8(1) << u8(place & 7)))


# from the good states backwards
# ------------------------------------------------------------------------------------------------


def spread_group(s: Ptr[Search]) -> None:
    """A state is good if one of these targets is. If it is not, its edges are kept."""
    good = False
    i = s.sweep_read - 1
    word = edge(s, i)
    while word & KIND != SOURCE:
        good = good or word & KIND == END or is_marked(s.marks, place_of(s, word))
        i -= 1
        ask_ahead(s, i)
        word = edge(s, i)
    place = place_of(s, word)
    known = is_marked(s.marks, place)
    if good and not known:
        mark(s, place)
        s.sweep_changed = 1
    if not good and not known:
        move_group(s, i)
    s.sweep_read = i


def move_group(s: Ptr[Search], first: u64) -> None:
    """Keeps the words from `first` to where the sweep is, close before those that are kept already."""
    i = s.sweep_read
    while i > first:
        i -= 1
        s.sweep_keep -= 1
        store(offset(s.edges, s.sweep_keep), edge(s, i))


def run_spread(s: Ptr[Search], budget: u64) -> u64:
    """Sweeps on; DONE at the end."""
    while budget > 0 and s.sweep_read > s.sweep_first:
        budget -= 1
        spread_group(s)
    return BUDGET if s.sweep_read > s.sweep_first else DONE


# where no schedule ends
# -------------------------------------------------------------------------------------------------------


def count_of(s: Ptr[Search], place: u64) -> u64:
    """How many edges without a pause lead from a state to states that are not taken away."""
    return u64(load(offset(s.counts, place)))


def count_group(s: Ptr[Search]) -> None:
    """Counts the edges of a state that have no pause."""
    count: u64 = 0
    i = s.sweep_read - 1
    word = edge(s, i)
    while word & KIND != SOURCE:
        count += 1 if word & KIND == TARGET else 0
        if word & KIND == END:
            count = ENDLESS
        i -= 1
        ask_ahead(s, i)
        word = edge(s, i)
    place = place_of(s, word)
    store(offset(s.counts, place), u16(min(count + count_of(s, place), u64(ENDLESS))))
    s.sweep_read = i


def strip_group(s: Ptr[Search]) -> None:
    """Edges to states that have been taken away count no more; a state without others is taken away too."""
    gone: u64 = 0
    i = s.sweep_read - 1
    word = edge(s, i)
    while word & KIND != SOURCE:
        if word & KIND == TARGET and count_of(s, place_of(s, word)) == 0:
            store(offset(s.edges, i), word ^ TARGET ^ PAUSE)
            gone += 1
        i -= 1
        ask_ahead(s, i)
        word = edge(s, i)
    if gone != 0:
        place = place_of(s, word)
        count = count_of(s, place)
        if count != ENDLESS:
            store(offset(s.counts, place), u16(count - gone))
            s.sweep_changed |= u64(count == gone)
    s.sweep_read = i


def run_count(s: Ptr[Search], budget: u64) -> u64:
    """Counts on; DONE if all are."""
    while budget > 0 and s.sweep_read > 0:
        budget -= 1
        count_group(s)
    return BUDGET if s.sweep_read > 0 else DONE


def run_strip(s: Ptr[Search], budget: u64) -> u64:
    """Takes states away; DONE if no more can be. Then those that are left are marked as good."""
    while budget > 0:
        budget -= 1
        if s.sweep_read > 0:
            strip_group(s)
        elif s.sweep_changed != 0:
            s.sweep_read = s.edges_end
            s.sweep_changed = 0
        else:
            return DONE
    return BUDGET


def run_mark(s: Ptr[Search]) -> u64:
    """Marks the states that are left as good; gives how many."""
    marked: u64 = 0
    place: u64 = 0
    while place < (s.lines + SLACK) * LINE:
        if count_of(s, place) != 0:
            mark(s, place)
            marked += 1
        place += 1
    return marked


# the way there
# ------------------------------------------------------------------------------------------------------------------


def is_hopeless(s: Ptr[Search], fingerprint: u64) -> bool:
    """True if the search before this one has found that no way leads from the state to the end."""
    line = (((fingerprint >> 32) * s.past_lines) >> 32) * LINE
    place = place_in(s.past, line, s.per_line, fingerprint)
    return load(offset(s.past, place)) != 0 and not is_marked(s.past_marks, place)
