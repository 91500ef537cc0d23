"""Limits.

heap limit: What it checks
    An allocation does not fit the heap.
Why it is a bug
    What comes after is not run, so the result is bounded.
Example
    --heap 65536
What to do
    Raise --heap, or make the scenario smaller.

stack limit: What it checks
    Calls go deeper than the stack limit.
Why it is a bug
    What comes after is not run, so the result is bounded.
Example
    --stack 4096
What to do
    Raise --stack, or bound the recursion.

thread limit: What it checks
    More threads are alive than the limit allows.
Why it is a bug
    What comes after is not run, so the result is bounded.
Example
    --spawns 4
What to do
    Raise --spawns, or join threads.

endless computation: What it checks
    A thread computes for ever without a visible operation.
Why it is a bug
    No other thread can help it: it reads nothing that could change.
Example
    while not done: pass   # done is a local
What to do
    A loop that waits must read shared memory; if it only computes long, raise --max-loop.

step limit: What it checks
    One step makes more than 24 choices, has more than a million outcomes, or changes more than 30,000 words of memory.
Why it is a bug
    What comes after is not run, so the result is bounded.
Example
    for i in range(30): total += choose(2)
What to do
    Split the indivisible block, choose less in one step, or make the arrays smaller.

history limit: What it checks
    Operations begin and end more often than the history has room for.
Why it is a bug
    What comes after is not run, so the result is bounded.
Example
    while not self.try_push(1): pass   # an operation that may fail for ever
What to do
    Raise --history, or let the operations be called less often.

discarded: What it checks
    Something that the program assumes is false: `assume(...)`, or __VERIFIER_assume of C.
Why it is a bug
    It is none, and no violation: the schedule does not count, and what was covered is still all.
Example
    __VERIFIER_assume(x > 0);
What to do
    Nothing.

unordered accesses: What it checks
    With --reduce: accesses of two threads met that nothing orders, or one step touched more than is kept account of.
Why it is a bug
    It is none: the search begins again with every access a step, and its report says whether there is one.
Example
    x = 1;  beside  return x;
What to do
    Nothing.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.LIMIT_HEAP, "heap limit"),
    Check(Fault.LIMIT_STACK, "stack limit"),
    Check(Fault.LIMIT_THREADS, "thread limit"),
    Check(Fault.LIMIT_LOOP, "endless computation"),
    Check(Fault.LIMIT_STEP, "step limit"),
    Check(Fault.LIMIT_HISTORY, "history limit"),
    Check(Fault.DISCARDED, "discarded"),
    Check(Fault.UNORDERED, "unordered accesses"),
)
