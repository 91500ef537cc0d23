"""What the kernel's locks and sleeps do, once more, in plain Python: the judge of random programs. One idea: nothing
here knows of unknot; every schedule of a small program is run, one dictionary after the other.

A program is a list of threads, a thread a list of operations (random_programs.py tells which). `run` gives what can
happen: the kinds of broken rules, whether some schedule deadlocks, and the values at the ends.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

SLEEP, SPIN, RW, SX = "sleep", "spin", "rw", "sx"
CLASSES = {"m": SLEEP, "n": SLEEP, "q": SLEEP, "p": SPIN, "r": RW, "o": RW, "x": SX, "y": SX}
"""Locks by name; q may recurse."""
AWAKE, ASLEEP, WOKEN, SIGNALLED = range(4)
LEAST = 255
MODULUS = 997

Op = tuple[Any, ...]


class Broken(Exception):
    """A rule is broken."""


@dataclass
class Lock:
    """`shares`: by thread. `waiting`: writers that registered."""

    owner: int | None = None
    recursed: int = 0
    shares: dict[int, int] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)


@dataclass
class Thread:
    """`held`: lock, exclusive, recursions, oldest first. `phase`: how far the operation at `pc` has come."""

    pc: int = 0
    phase: int = 0
    held: list[list[Any]] = field(default_factory=list)
    critical: int = 0
    asleep: int = AWAKE
    error: int = 0
    result: int = 0


@dataclass
class World:
    threads: list[Thread]
    locks: dict[str, Lock]
    sleepers: list[tuple[str, int, int, bool]] = field(default_factory=list)
    signals: set[int] = field(default_factory=set)
    value: int = 0

    def key(self) -> str:
        return repr((self.threads, self.locks, self.sleepers, sorted(self.signals), self.value))


@dataclass
class Result:
    """`ends`: the shared value and each thread's result, where all have ended."""

    kinds: set[str] = field(default_factory=set)
    deadlock: bool = False
    ends: set[tuple[int, ...]] = field(default_factory=set)
    states: int = 0


def flat(ops: list[Op]) -> list[Op]:
    """Bodies become jumps: ("try...", lock, where to go if it fails)."""
    code: list[Op] = []
    for op in ops:
        if op[0] in ("try", "tryr", "upgrade"):
            body, other = flat(op[2]), flat(op[3])
            here = len(code)
            code.append((op[0], op[1], here + len(body) + 2))
            code += [_moved(each, here + 1) for each in body]
            code.append(("jump", here + len(body) + 2 + len(other)))
            code += [_moved(each, here + len(body) + 2) for each in other]
        else:
            code.append(op)
    return code


def _moved(op: Op, by: int) -> Op:
    if op[0] in ("try", "tryr", "upgrade"):
        return (op[0], op[1], op[2] + by)
    return ("jump", op[1] + by) if op[0] == "jump" else op


def run(program: list[list[Op]], most: int = 20_000) -> Result | None:
    """Every schedule; None if there are more states."""
    codes = [flat(ops) for ops in program]
    first = World([Thread() for _ in codes], {name: Lock() for name in CLASSES})
    result, seen, stack = Result(), {first.key()}, [first]
    while stack:
        world = stack.pop()
        moved = False
        for number in range(len(codes)):
            for following in _steps(world, codes, number, result):
                moved = True
                if following is not None and following.key() not in seen:
                    seen.add(following.key())
                    stack.append(following)
        over = all(t.pc > len(code) for t, code in zip(world.threads, codes, strict=True))
        if over:
            result.ends.add((world.value, *(t.result for t in world.threads)))
        elif not moved:
            result.deadlock = True
        if len(seen) > most:
            return None
    result.states = len(seen)
    return result


def _steps(world: World, codes: list[list[Op]], number: int, result: Result) -> list[World | None]:
    """What a thread can do: the worlds after it, None for a broken rule."""
    code, pc = codes[number], world.threads[number].pc
    if pc > len(code):
        return []
    found: list[World | None] = []
    for choice in range(2):
        after = copy.deepcopy(world)
        step = Step(after, number)
        try:
            if not step.take(code, choice):
                continue
        except Broken as rule:
            result.kinds.add(str(rule))
            found.append(None)
            break
        found.append(after)
    return found


class Step:
    """One step of one thread, in a world of its own. Methods give False if the thread must wait."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number, self.me = world, number, world.threads[number]

    def take(self, code: list[Op], choice: int) -> bool:
        """`choice`: for steps that can go two ways."""
        me = self.me
        while me.pc < len(code) and code[me.pc][0] == "jump":
            me.pc = code[me.pc][1]
        if me.pc == len(code):
            self.need(not me.held, "lock_leak")
            self.need(me.critical == 0, "critical")
            me.pc += 1
            return choice == 0
        op = code[me.pc]
        if op[0] in ("sleep", "cvwait"):
            return self.sleeping(op, choice)
        if choice:
            return False
        if op[0] in ("try", "tryr", "upgrade"):
            me.pc = me.pc + 1 if getattr(self, op[0])(op[1]) else op[2]
            return True
        if getattr(self, op[0])(*op[1:]):
            self.done()
        return self.went

    went = True

    def done(self) -> None:
        self.me.pc += 1
        self.me.phase = 0

    @staticmethod
    def need(truth: bool, kind: str) -> None:
        if not truth:
            raise Broken(kind)

    def holds(self, name: str) -> list[Any] | None:
        return next((h for h in self.me.held if h[0] == name), None)

    # -- small ones ----------------------------------------------------------------------------------------------------

    def touch(self, by: int) -> bool:
        self.world.value = (self.world.value * 5 + by) % MODULUS
        return True

    def critical_enter(self) -> bool:
        self.me.critical += 1
        return True

    def critical_exit(self) -> bool:
        self.need(self.me.critical > 0, "critical")
        self.me.critical -= 1
        return True

    def signal(self, thread: int) -> bool:
        world = self.world
        world.signals.add(thread)
        for entry in [s for s in world.sleepers if s[2] == thread and s[3]]:
            world.sleepers.remove(entry)
            world.threads[thread].asleep = SIGNALLED
        return True

    def postsig(self) -> bool:
        self.world.signals.discard(self.number)
        return True

    # -- taking locks --------------------------------------------------------------------------------------------------

    def may(self, name: str, exclusive: bool) -> None:
        """WITNESS, before a lock that may block."""
        kind, held = CLASSES[name], self.holds(name)
        self.need(kind == SPIN or self.me.critical == 0, "lock_in_critical")
        if held is not None:
            self.need(held[1] == exclusive, "lock_mode")
        elif kind == SX:
            self.need(all(CLASSES[h[0]] == SX for h in self.me.held), "sleepable_after_nonsleepable")

    def note(self, name: str, exclusive: bool) -> None:
        held = self.holds(name)
        if held is None:
            self.me.held.append([name, exclusive, 0])
        else:
            held[2] += 1
        if CLASSES[name] == SPIN:
            self.me.critical += 1

    def lock(self, name: str) -> bool:
        """Alone. Phase 1: registered as one who waits (rw and sx only)."""
        lock, plain = self.world.locks[name], CLASSES[name] in (SLEEP, SPIN)
        if self.me.phase == 0:
            self.may(name, True)
            self.need(lock.owner != self.number or name == "q", "lock_recursion")
        elif self.number in lock.waiting:
            self.went = False
            return False
        if self.alone(name):
            return True
        if plain:
            self.went = False
        else:
            lock.waiting.add(self.number)
            self.me.phase = 1
        return False

    def alone(self, name: str) -> bool:
        lock = self.world.locks[name]
        if lock.owner == self.number:
            lock.recursed += 1
        elif lock.owner is not None or lock.shares:
            return False
        lock.owner = self.number
        self.note(name, True)
        return True

    def rlock(self, name: str) -> bool:
        lock = self.world.locks[name]
        self.may(name, False)
        passes = any(not h[1] and CLASSES[h[0]] == CLASSES[name] for h in self.me.held)
        if lock.owner is not None or (lock.waiting and not passes):
            self.went = False
            return False
        self.share(name)
        return True

    def share(self, name: str) -> None:
        lock = self.world.locks[name]
        lock.shares[self.number] = lock.shares.get(self.number, 0) + 1
        self.note(name, False)

    def __getattr__(self, name: str) -> Any:
        return {"try": self.try_alone}[name]

    def try_alone(self, name: str) -> bool:
        return (self.world.locks[name].owner != self.number or name == "q") and self.alone(name)

    def tryr(self, name: str) -> bool:
        if self.world.locks[name].owner is not None:
            return False
        self.share(name)
        return True

    # -- changing, giving up -------------------------------------------------------------------------------------------

    def upgrade(self, name: str) -> bool:
        held, lock = self.holds(name), self.world.locks[name]
        self.need(held is not None, "not_owner")
        assert held is not None
        self.need(not held[1], "lock_mode")
        if sum(lock.shares.values()) > 1:
            return False
        lock.shares, lock.owner, held[1] = {}, self.number, True
        return True

    def downgrade(self, name: str) -> bool:
        held, lock = self.holds(name), self.world.locks[name]
        self.need(held is not None, "not_owner")
        assert held is not None
        self.need(held[1] and not held[2], "lock_mode")
        lock.shares, lock.owner, held[1] = {self.number: 1}, None, False
        return True

    def unlock(self, name: str) -> bool:
        return self.release(name, True)

    def runlock(self, name: str) -> bool:
        return self.release(name, False)

    def release(self, name: str, exclusive: bool) -> bool:
        held, lock = self.holds(name), self.world.locks[name]
        self.need(held is not None, "not_owner")
        assert held is not None
        self.need(held[1] == exclusive, "lock_mode")
        if CLASSES[name] == SPIN:
            self.need(self.me.critical > 0, "critical")
            self.me.critical -= 1
        if held[2]:
            held[2] -= 1
        else:
            self.me.held.remove(held)
        if not exclusive:
            lock.shares[self.number] -= 1
            lock.shares = {t: n for t, n in lock.shares.items() if n}
        elif lock.recursed:
            lock.recursed -= 1
        else:
            lock.owner = None
        if lock.owner is None and not lock.shares:
            lock.waiting = set()
        return True

    # -- sleeping ------------------------------------------------------------------------------------------------------

    def sleeping(self, op: Op, choice: int) -> bool:
        """("sleep" or "cvwait", channel, lock or None, priority, catches, drops, timed). Phases 2 and 3: asleep; 4, 5
        and 6: takes the lock again, shared, alone, alone and registered."""
        _, channel, name, priority, catches, _, _ = op
        me = self.me
        if me.phase == 0:
            if choice:
                return False
            exclusive = self.may_sleep(op)
            if name is not None:
                self.release(name, exclusive)
            me.asleep = SIGNALLED if catches and self.number in self.world.signals else ASLEEP
            if me.asleep == ASLEEP:
                self.world.sleepers.append((channel, priority or LEAST, self.number, catches))
            me.phase = 3 if exclusive else 2
            return True
        if me.phase in (2, 3):
            return self.waking(op, choice)
        if choice:
            return False
        exclusive, me.phase = me.phase in (5, 6), 1 if me.phase == 6 else 0
        taken = self.lock(name) if exclusive else self.rlock(name)
        if taken:
            self.finish(op)
        elif exclusive:
            me.phase += 5
        else:
            me.phase = 4
        return self.went

    def may_sleep(self, op: Op) -> bool:
        """Whether the interlock is held alone."""
        _, _, name, _, _, drops, timed = op
        held = self.holds(name) if name is not None else None
        if name is not None:
            self.need(held is not None, "not_owner")
            assert held is not None
            self.need(held[2] == 0, "lock_recursion")
        else:
            self.need(not drops and timed, "bad_sleep")
        spins = sum(1 + h[2] for h in self.me.held if CLASSES[h[0]] == SPIN)
        self.need(self.me.critical == spins, "sleep_not_allowed")
        for other in self.me.held:
            self.need(other is held or CLASSES[other[0]] == SX, "sleep_with_lock")
        return held is not None and bool(held[1])

    def waking(self, op: Op, choice: int) -> bool:
        """A thread whose time is over when it comes to run says so, even if it was woken."""
        _, channel, name, priority, catches, drops, timed = op
        me = self.me
        if me.asleep == ASLEEP:
            if choice or not timed:
                return False
            self.world.sleepers.remove((channel, priority or LEAST, self.number, catches))
            me.error = 1
        elif me.asleep == WOKEN:
            if choice and not timed:
                return False
            me.error = choice
        else:
            me.error = 2 + choice
        me.asleep = AWAKE
        me.phase += 2
        if name is None or drops:
            self.finish(op)
        return True

    def finish(self, op: Op) -> None:
        self.me.result = self.me.result * 4 + self.me.error
        self.me.error = 0
        self.done()

    def wakeup(self, channel: str) -> bool:
        while self.wakeup_one(channel) and any(s[0] == channel for s in self.world.sleepers):
            pass
        return True

    def wakeup_one(self, channel: str) -> bool:
        there = [s for s in self.world.sleepers if s[0] == channel]
        if there:
            best = min(there, key=lambda s: s[1])
            self.world.sleepers.remove(best)
            self.world.threads[best[2]].asleep = WOKEN
        return True
