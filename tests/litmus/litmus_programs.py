"""The table: name, program, condition, the models under which a schedule can end so, source.

Notation: `litmus_notation.py`. Names are those of herdtools: the shape (SB: store buffering, MP: message passing, LB:
load buffering, ...), then what stands between the accesses of each thread (po: nothing; `s` at the end: in every
thread). Sources:

    S   Sewell et al., x86-TSO, CACM 53(7), 2010, with the names of tests there (amd3, n5, n6, n7, iwp2.x, example 8-x)
    M   Maranget, Sarkar, Sewell: A Tutorial Introduction to the ARM and POWER Relaxed Memory Models, 2012 (the shapes)
    D   derived here, from: on x86 only a store followed by a load of another place, with no full fence between them,
        may change places; a thread sees its own stores early; memory is one (S, section 3)
"""

from __future__ import annotations

from dataclasses import dataclass

_TEXT = """
# a store overtaken by a load: the one relaxation of x86
SB : x = 1; r0 = y | y = 1; r1 = x : r0=0 & r1=0 : tso : S section 1
SB+rel+acqs : x =rel 1; r0 =acq y | y =rel 1; r1 =acq x : r0=0 & r1=0 : tso : D
SB+po+loads.sc : x = 1; r0 =sc y | y = 1; r1 =sc x : r0=0 & r1=0 : tso : D
SB+fence.acq_rels : x = 1; fence.acq_rel; r0 = y | y = 1; fence.acq_rel; r1 = x : r0=0 & r1=0 : tso : D
SB+mfence+po : x = 1; mfence; r0 = y | y = 1; r1 = x : r0=0 & r1=0 : tso : D
SB+mfences : x = 1; mfence; r0 = y | y = 1; mfence; r1 = x : r0=0 & r1=0 : - : S section 3
SB+stores.sc : x =sc 1; r0 = y | y =sc 1; r1 = x : r0=0 & r1=0 : - : D
SB+xchgs : r2 = xchg x 1; r0 = y | r3 = xchg y 1; r1 = x : r0=0 & r1=0 : - : S iwp2.8.a
SB+xchg+po : r2 = xchg x 1; r0 = y | y = 1; r1 = x : r0=0 & r1=0 : tso : D
SB+adds-elsewhere : x = 1; r2 = add z 1; r0 = y | y = 1; r3 = add z 1; r1 = x : r0=0 & r1=0 : - : D
SB+failing-cass : x = 1; r2 = cas z 5 6; r0 = y | y = 1; r3 = cas z 5 6; r1 = x : r0=0 & r1=0 : - : D
SB+two-stores : x = 1; x = 2; r0 = y | y = 1; y = 2; r1 = x : r0=1 & r1=1 : tso : S amd3
SB+two-stores+old : x = 1; x = 2; r0 = y | y = 1; y = 2; r1 = x : r0=0 & r1=0 : tso : D
3.SB : x = 1; r0 = y | y = 1; r1 = z | z = 1; r2 = x : r0=0 & r1=0 & r2=0 : tso : M
3.SB+mfences : x = 1; mfence; r0 = y | y = 1; mfence; r1 = z | z = 1; mfence; r2 = x : r0=0 & r1=0 & r2=0 : - : M
3.SB+mfence+mfence+po : x = 1; mfence; r0 = y | y = 1; mfence; r1 = z | z = 1; r2 = x : r0=0 & r1=0 & r2=0 : tso : D

# a thread sees its own stores early
CoWR0 : x = 1; r0 = x : r0=0 : - : S example 8-4
CoWR0+two : x = 1; x = 2; r0 = x : r0=1 : - : D
SB+rfi-pos : x = 1; r0 = x; r1 = y | y = 1; r2 = y; r3 = x : r0=1 & r1=0 & r2=1 & r3=0 : tso : S example 8-5, iwp2.4
SB+mfence+rfi-po : x = 1; mfence; r0 = y | y = 1; r1 = y; r2 = x : r0=0 & r1=1 & r2=0 : tso : D
n5 : x = 1; r0 = x | x = 2; r1 = x : r0=2 & r1=1 : - : S n5
n4b : r0 = x; x = 1 | r1 = x; x = 2 : r0=2 & r1=1 : - : S n4b
n6 : x = 1; r0 = x; r1 = y | y = 2; x = 2 : r0=1 & r1=0 & x=1 : tso : S n6
n7 : x = 1; r0 = x; r1 = y | y = 1 | r2 = y; r3 = x : r0=1 & r1=0 & r2=1 & r3=0 : tso : S n7

# stores stay in order, loads stay in order
MP : x = 1; y = 1 | r0 = y; r1 = x : r0=1 & r1=0 : - : S example 8-1
MP+rel+acq : x = 1; y =rel 1 | r0 =acq y; r1 = x : r0=1 & r1=0 : - : D
MP+mfences : x = 1; mfence; y = 1 | r0 = y; mfence; r1 = x : r0=1 & r1=0 : - : M
MP+xchg+po : x = 1; r2 = xchg y 1 | r0 = y; r1 = x : r0=1 & r1=0 : - : S iwp2.8.b
LB : r0 = x; y = 1 | r1 = y; x = 1 : r0=1 & r1=1 : - : S example 8-2
3.LB : r0 = x; y = 1 | r1 = y; z = 1 | r2 = z; x = 1 : r0=1 & r1=1 & r2=1 : - : M
2+2W : x = 2; y = 1 | y = 2; x = 1 : x=2 & y=2 : - : M
2+2W+mfences : x = 2; mfence; y = 1 | y = 2; mfence; x = 1 : x=2 & y=2 : - : M
3.2W : x = 2; y = 1 | y = 2; z = 1 | z = 2; x = 1 : x=2 & y=2 & z=2 : - : M
S : x = 2; y = 1 | r0 = y; x = 1 : r0=1 & x=2 : - : M
R : x = 1; y = 1 | y = 2; r0 = x : r0=0 & y=2 : tso : M
R+mfence+po : x = 1; mfence; y = 1 | y = 2; r0 = x : r0=0 & y=2 : tso : D
R+po+mfence : x = 1; y = 1 | y = 2; mfence; r0 = x : r0=0 & y=2 : - : D
R+mfences : x = 1; mfence; y = 1 | y = 2; mfence; r0 = x : r0=0 & y=2 : - : M

# all threads see one order of the stores of others
IRIW : x = 1 | r0 = x; r1 = y | y = 1 | r2 = y; r3 = x : r0=1 & r1=0 & r2=1 & r3=0 : - : S
IRIW+xchgs : r4 = xchg x 1 | r0 = x; r1 = y | r5 = xchg y 1 | r2 = y; r3 = x : r0=1 & r1=0 & r2=1 & r3=0 : - : S iwp2.7
WRC : x = 1 | r0 = x; y = 1 | r1 = y; r2 = x : r0=1 & r1=1 & r2=0 : - : S example 8-6
WWC : x = 2 | r0 = x; y = 1 | r1 = y; x = 1 : r0=2 & r1=1 & x=2 : - : M
ISA2 : x = 1; y = 1 | r0 = y; z = 1 | r1 = z; r2 = x : r0=1 & r1=1 & r2=0 : - : M
RWC : x = 1 | r0 = x; r1 = y | y = 1; r2 = x : r0=1 & r1=0 & r2=0 : tso : M
RWC+mfence+po : x = 1 | r0 = x; mfence; r1 = y | y = 1; r2 = x : r0=1 & r1=0 & r2=0 : tso : D
RWC+po+mfence : x = 1 | r0 = x; r1 = y | y = 1; mfence; r2 = x : r0=1 & r1=0 & r2=0 : - : D
W+RWC : x = 1; y = 1 | r0 = y; r1 = z | z = 1; r2 = x : r0=1 & r1=0 & r2=0 : tso : M
W+RWC+po+po+mfence : x = 1; y = 1 | r0 = y; r1 = z | z = 1; mfence; r2 = x : r0=1 & r1=0 & r2=0 : - : D
WRW+WR : x = 1 | r0 = x; y = 1 | y = 2; r1 = x : r0=1 & r1=0 & y=2 : tso : M
WRW+2W : x = 2 | r0 = x; y = 1 | y = 2; x = 1 : r0=2 & x=2 & y=2 : - : M
WRR+2W : x = 2 | r0 = x; r1 = y | y = 1; x = 1 : r0=2 & r1=0 & x=2 : - : M

# one place at a time: coherence
CoRR : x = 1 | r0 = x; r1 = x : r0=1 & r1=0 : - : M
CoRR2 : x = 1 | r0 = x; r1 = x | x = 2 | r2 = x; r3 = x : r0=1 & r1=2 & r2=2 & r3=1 : - : S iwp2.6
CoWW : x = 1; x = 2 : x=1 : - : M
CoWR : x = 1; r0 = x | x = 2 : r0=2 & x=1 : - : M
CoRW1 : r0 = x; x = 1 : r0=1 : - : M
CoRW : r0 = x; x = 1 | x = 2 : r0=2 & x=2 : - : M
CoRW+possible : r0 = x; x = 1 | x = 2 : r0=0 & x=2 : sc tso : D

# locked instructions are indivisible
RMW+adds : r0 = add x 1 | r1 = add x 1 : x=1 : - : D
RMW+cass : r0 = cas x 0 1 | r1 = cas x 0 2 : r0=0 & r1=0 : - : D
RMW+store : r0 = add x 1 | x = 5 : r0=0 & x=1 : - : D
RMW+lost-store : x = 5; r1 = x | r0 = add x 1 : r1=5 & r0=0 & x=1 : - : D
load-then-store : r0 = x; x = 1 | r1 = x; x = 2 : r0=0 & r1=0 : sc tso : D

# sizes: a load inside an own store is forwarded, one that wants more waits
SB+inside+mfence : x = 258; r0 = x.1; r1 = y | y = 1; mfence; r2 = x : r0=1 & r1=0 & r2=0 : tso : D
SB+wider+mfence : x.1 = 1; r0 = x; r1 = y | y = 1; mfence; r2 = x : r0=256 & r1=0 & r2=0 : - : D
bytes : x.0 = 1; x.1 = 2 | r0 = x.lo : r0=512 : - : D
halves : x.hi = 1; x.lo = 1 | r0 = x : r0=1 : - : D
"""


@dataclass(frozen=True)
class Litmus:
    """A program and a condition; `allowed` names the models under which it can come true at the end."""

    name: str
    program: str
    condition: str
    allowed: frozenset[str]
    source: str


def _row(line: str) -> Litmus:
    name, program, condition, allowed, source = line.split(" : ")
    return Litmus(name, program, condition, frozenset(allowed.split()), source)


TABLE = [_row(line) for line in _TEXT.splitlines() if line and not line.startswith("#")]
