"""Random programs of locks and sleeps: as operations for reference.py, and as text for unknot. One idea: the generator
remembers what the thread should hold and mostly does what fits, so that programs get far before they break a rule, if
they do.
"""

from __future__ import annotations

from random import Random
from typing import Any

from reference import CLASSES, MODULUS, RW, SLEEP, SPIN, SX, Op

CHANNELS = ("a", "a", "a", "b")
MOST_HELD = 3

HEAD = '''"""Written by tests/kernel/random_programs.py."""

from unknot import initial, scenario, thread
from unknot.kernel.condvar import *
from unknot.kernel.errno import *
from unknot.kernel.mutex import *
from unknot.kernel.rwlock import *
from unknot.kernel.signals import *
from unknot.kernel.sleepqueue import *
from unknot.kernel.sx import *
from unknot.kernel.thread import critical_enter, critical_exit
from unknot.lang import addr, array, i32, indivisible, null, u32


def code(error: i32) -> u32:
    if error == 0:
        return 0
    return 1 if error == EWOULDBLOCK else 2 if error == EINTR else 3


@scenario
class Random:
    m: mtx
    n: mtx
    q: mtx
    p: mtx
    r: rwlock
    o: rwlock
    x: sx
    y: sx
    a: u32
    b: u32
    c: cv
    value: u32
    results: array[u32] = array(3)

    @initial
    def setup(self):
'''

INIT = {
    "m": 'mtx_init(addr(self.m), "m", null, MTX_DEF)',
    "n": 'mtx_init(addr(self.n), "n", null, MTX_DEF)',
    "q": 'mtx_init(addr(self.q), "q", null, MTX_DEF | MTX_RECURSE)',
    "p": 'mtx_init(addr(self.p), "p", null, MTX_SPIN)',
    "r": 'rw_init(addr(self.r), "r")',
    "o": 'rw_init(addr(self.o), "o")',
    "x": 'sx_init(addr(self.x), "x")',
    "y": 'sx_init(addr(self.y), "y")',
    "c": 'cv_init(addr(self.c), "c")',
}

WORDS = {
    SLEEP: {"lock": "mtx_lock", "unlock": "mtx_unlock", "try": "mtx_trylock", "sleep": "msleep"},
    SPIN: {"lock": "mtx_lock_spin", "unlock": "mtx_unlock_spin", "try": "mtx_trylock_spin", "sleep": "msleep_spin"},
    RW: {
        "lock": "rw_wlock",
        "unlock": "rw_wunlock",
        "try": "rw_try_wlock",
        "rlock": "rw_rlock",
        "runlock": "rw_runlock",
        "tryr": "rw_try_rlock",
        "upgrade": "rw_try_upgrade",
        "downgrade": "rw_downgrade",
        "sleep": "rw_sleep",
    },
    SX: {
        "lock": "sx_xlock",
        "unlock": "sx_xunlock",
        "try": "sx_try_xlock",
        "rlock": "sx_slock",
        "runlock": "sx_sunlock",
        "tryr": "sx_try_slock",
        "upgrade": "sx_try_upgrade",
        "downgrade": "sx_downgrade",
        "sleep": "sx_sleep",
    },
}


# -- as operations -----------------------------------------------------------------------------------------------------


def program(random: Random) -> list[list[Op]]:
    """Two or three threads, on one to three locks."""
    names = random.sample(sorted(CLASSES), random.randint(1, 3))
    count = random.choice((2, 2, 2, 3))
    length = random.randint(3, 6) if count == 2 else random.randint(2, 4)
    return [Writer(random, names, count).thread(length) for _ in range(count)]


def three_parties(random: Random) -> list[list[Op]]:
    """Three threads on one shared lock and one other lock: readers, writers and waiting writers meet."""
    shared = random.choice(("r", "x"))
    other = random.choice(("m", "o")) if shared == "r" else "y"
    nests = (
        (("rlock", shared), ("lock", other)),
        (("lock", other), ("rlock", shared)),
        (("rlock", shared), ("rlock", shared)),
        (("lock", shared),),
        (("lock", shared), ("lock", other)),
        (("lock", other), ("lock", shared)),
    )
    threads: list[list[Op]] = []
    for likely in (nests[0], nests[1], nests[3]):
        nest = likely if random.random() < 0.6 else random.choice(nests)
        inner: list[Op] = [("touch", 1)] if random.random() < 0.3 else []
        threads.append([*nest, *inner, *(("un" + word if word == "lock" else "runlock", n) for word, n in nest[::-1])])
    return threads


def three_sleepers(random: Random) -> list[list[Op]]:
    """Sleepers of unlike patience on one channel, and wakeups that are few."""

    def sleeper() -> list[Op]:
        sleep = ("sleep", "a", "m", random.choice((0, 100, 104)), False, False, random.random() < 0.4)
        return [("lock", "m"), sleep, ("touch", random.randint(1, 3)), ("unlock", "m")]

    wakes: list[Op] = [(random.choice(("wakeup", "wakeup_one")), "a") for _ in range(random.randint(1, 2))]
    return [sleeper(), sleeper(), [("touch", 1), *wakes]]


class Writer:
    """Writes one thread. `held`: name and whether alone, as it should be if no try fails."""

    def __init__(self, random: Random, names: list[str], count: int) -> None:
        self.random, self.names, self.count = random, names, count
        self.held: list[tuple[str, bool]] = []
        self.critical = 0

    def thread(self, length: int) -> list[Op]:
        ops: list[Op] = [self.touch()]  # what breaks a rule before the first step does so in every schedule
        ops += [self.op() for _ in range(length)]
        if self.random.random() < 0.95:
            ops += [self.give(*each) for each in reversed(self.held)]
            ops += [("critical_exit",)] * self.critical
        return ops

    def likely(self, chance: float) -> bool:
        return self.random.random() < chance

    def op(self) -> Op:
        ways: list[Any] = [self.take, self.take, self.take, self.wake, self.touch]
        if self.held:
            ways += [self.drop, self.drop, self.sleep, self.sleep, self.change]
        if self.likely(0.15):
            ways = [self.odd, self.sleep, self.critical_section]
        return self.random.choice(ways)()

    def touch(self) -> Op:
        return ("touch", self.random.randint(1, 3))

    def shared(self, name: str) -> bool:
        return CLASSES[name] in (RW, SX) and self.likely(0.5)

    def fits(self, name: str) -> bool:
        """Taking it breaks no rule."""
        kind = CLASSES[name]
        if name in [h for h, _ in self.held] and name != "q":
            return False
        if kind != SPIN and (self.critical or any(CLASSES[h] == SPIN for h, _ in self.held)):
            return False
        return kind != SX or all(CLASSES[h] == SX for h, _ in self.held)

    def take(self) -> Op:
        fitting = [n for n in self.names if self.fits(n)]
        if len(self.held) >= MOST_HELD or not (fitting or self.likely(0.1)):
            return self.drop() if self.held else self.wake()
        name = self.random.choice(fitting or self.names)
        shared = self.shared(name)
        if self.likely(0.2):
            inner: list[Op] = [self.touch()] if self.likely(0.5) else []
            return ("tryr" if shared else "try", name, [*inner, self.give(name, not shared)], [])
        self.held.append((name, not shared))
        return ("rlock" if shared else "lock", name)

    @staticmethod
    def give(name: str, alone: bool) -> Op:
        return ("unlock" if alone else "runlock", name)

    def drop(self) -> Op:
        at = -1 if self.likely(0.7) else self.random.randrange(len(self.held))
        return self.give(*self.held.pop(at))

    def change(self) -> Op:
        shared = [i for i, (n, alone) in enumerate(self.held) if not alone]
        alone = [i for i, (n, x) in enumerate(self.held) if x and CLASSES[n] in (RW, SX)]
        if shared and (not alone or self.likely(0.7)):
            name, _ = self.held.pop(self.random.choice(shared))
            return ("upgrade", name, [self.touch(), ("unlock", name)], [("runlock", name)])
        if alone:
            at = self.random.choice(alone)
            name = self.held[at][0]
            self.held[at] = (name, False)
            return ("downgrade", name)
        return self.touch()

    def sleep(self) -> Op:
        catches, timed = self.likely(0.3), self.likely(0.35)
        if not self.held:
            return ("sleep", self.random.choice(CHANNELS), None, 0, catches, self.likely(0.05), self.likely(0.95))
        name = self.held[-1][0]
        drops = self.likely(0.25)
        if CLASSES[name] == SPIN:
            return ("sleep", self.random.choice(CHANNELS), name, 0, False, False, timed)
        if self.likely(0.4):
            drops = drops and not catches and not timed
            if drops:
                self.held.pop()
            return ("cvwait", "c", name, 0, catches, drops, timed)
        if drops:
            self.held.pop()
        return (
            "sleep",
            self.random.choice(CHANNELS),
            name,
            self.random.choice((0, 0, 100, 104)),
            catches,
            drops,
            timed,
        )

    def wake(self) -> Op:
        if self.likely(0.2):
            return ("signal", self.random.randrange(self.count))
        return (self.random.choice(("wakeup", "wakeup_one")), self.random.choice((*CHANNELS, "c")))

    def critical_section(self) -> Op:
        if self.critical and self.likely(0.7):
            self.critical -= 1
            return ("critical_exit",)
        self.critical += 1
        return ("critical_enter",)

    def odd(self) -> Op:
        """Whatever the rules say."""
        name = self.random.choice(self.names)
        words = sorted(set(WORDS[CLASSES[name]]) - {"sleep", "try", "tryr", "upgrade"})
        return self.random.choice([(self.random.choice(words), name), ("postsig",), ("critical_exit",)])


# -- as text -----------------------------------------------------------------------------------------------------------


def text(threads: list[list[Op]]) -> str:
    """The module with the scenario."""
    lines = [f"        {line}" for line in INIT.values()]
    for number, ops in enumerate(threads):
        lines += ["", "    @thread", f"    def t{number}(self):"]
        lines += [" " * 8 + line for line in _lines(ops, number)] or [" " * 8 + "pass"]
    return HEAD + "\n".join(lines) + "\n"


def _lines(ops: list[Op], number: int) -> list[str]:
    return [line for op in ops for line in _line(op, number)]


def _line(op: Op, number: int) -> list[str]:
    word, *args = op
    if word == "touch":
        return ["with indivisible():", f"    self.value = (self.value * 5 + {args[0]}) % {MODULUS}"]
    if word in ("critical_enter", "critical_exit", "postsig"):
        return [f"{word}()"]
    if word == "signal":
        return [f"tdsignal({args[0]}, 15)"]
    if word in ("wakeup", "wakeup_one"):
        cv_word = {"wakeup": "cv_broadcast", "wakeup_one": "cv_signal"}[word]
        return [f"{cv_word if args[0] == 'c' else word}(addr(self.{args[0]}))"]
    if word in ("sleep", "cvwait"):
        return _sleep(op, number)
    call = f"{WORDS[CLASSES[args[0]]][word]}(addr(self.{args[0]}))"
    if word not in ("try", "tryr", "upgrade"):
        return [call]
    body, other = (["    " + line for line in _lines(ops, number)] for ops in args[1:])
    return [f"if {call}:", *(body or ["    pass"]), *(["else:", *other] if other else [])]


def _sleep(op: Op, number: int) -> list[str]:
    word, channel, name, priority, catches, drops, timed = op
    target, lock, timo = f"addr(self.{channel})", f"addr(self.{name})", 10 if timed else 0
    flags = " | ".join([str(priority), *["PCATCH"] * catches, *["PDROP"] * drops])
    if word == "cvwait":
        middle = "timedwait" if timed else "wait"
        end = "_unlock" if drops else "_sig" if catches else ""
        call = f"cv_{middle}{end}({target}, {lock}{', 10' if timed else ''})"
        if not timed and not catches:
            return [call, *_told("0", number)]
    elif name is None:
        call = f'tsleep({target}, {flags}, "w", {timo})'
    elif CLASSES[name] == SPIN:
        call = f'msleep_spin({target}, {lock}, "w", {timo})'
    else:
        call = f'{WORDS[CLASSES[name]]["sleep"]}({target}, {lock}, {flags}, "w", {timo})'
    return [f"error = {call}", *_told("code(error)", number)]


def _told(value: str, number: int) -> list[str]:
    return [f"self.results[{number}] = self.results[{number}] * 4 + {value}"]
