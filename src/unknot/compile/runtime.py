"""What compiled steps call: memory with its log, objects with their checks, choices. One idea: every write goes
through `put`.

LLVM text. `%S` is the state image, `%C` the context block (compile/context.py). A function that finds a fault records
it in the context and returns -1.
"""

from __future__ import annotations

from unknot.compile.context import (
    CHOICES,
    EVENT_WORDS,
    EVENTS,
    INDEX,
    LOG_ENTRIES,
    LOG_FULL,
    MAX_CHOICES,
    SEEN,
    WORDS,
)
from unknot.compile.heap import HEAP
from unknot.compile.layout import GRANULE_BYTES, Layout
from unknot.compile.owning import OWNING
from unknot.ir.address import ADDRESS_BITS, HEAP_BASE, LARGEST_OBJECT, OFFSET_BITS
from unknot.ir.faults import Fault


def field(name: str) -> str:
    """LLVM text for the address of a context field."""
    return f"getelementptr i64, ptr %C, i64 {INDEX[name]}"


def runtime(layout: Layout) -> str:
    """The runtime for one image, as LLVM text."""
    pairs = ", ".join(f"[2 x i64] [i64 {at}, i64 {size}]" for at, size in layout.objects)
    count = len(layout.objects)
    text = _TEMPLATE + HEAP + OWNING
    values = {
        "OBJECTS": f"[{count} x [2 x i64]] [{pairs}]" if count else "[1 x [2 x i64]] zeroinitializer",
        "TABLE": f"[{max(count, 1)} x [2 x i64]]",
        "COUNT": count,
        "CONSTANTS": layout.constants,
        "HEAPBASE": HEAP_BASE,
        "OFFSETBITS": OFFSET_BITS,
        "OFFSETMASK": (1 << OFFSET_BITS) - 1,
        "LARGEST": LARGEST_OBJECT,
        "ADDRESSMASK": (1 << ADDRESS_BITS) - 1,
        "THREADS": layout.threads,
        "STACKS": layout.stack_granules,
        "HEAPFIRST": layout.stack_granules * (layout.threads + 1),
        "OWNED": int(layout.program.own_objects),
        "GRANULES": layout.granules,
        "HEAP": layout.heap_offset,
        "HEAPWORD": layout.heap_offset // 8,
        "GBYTES": GRANULE_BYTES,
        "LOGBYTES": 8 * WORDS,
        "LOGFULL": LOG_FULL,
        "LOGHALF": LOG_FULL // 2,
        "SEENBYTES": 8 * SEEN,
        "SEENMASK": SEEN - 1,
        "SEENAT": 8 * (WORDS + 3 * LOG_ENTRIES),
        "EVENTSAT": EVENTS,
        "EVENTROOM": EVENT_WORDS - 2,
        "CHOICES": CHOICES,
        "MAXCHOICES": MAX_CHOICES,
        **{f"F_{fault.name}": int(fault) for fault in Fault},
        **{f"C_{name}": index for name, index in INDEX.items()},
    }
    for key in sorted(values, key=len, reverse=True):
        text = text.replace(f"<{key}>", str(values[key]))
    return text


_TEMPLATE = """
@objects = internal constant <OBJECTS>
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)

define internal void @fault(ptr %C, i64 %kind) cold noinline {
  %p = getelementptr i64, ptr %C, i64 <C_fault>
  store i64 %kind, ptr %p
  ret void
}

define internal void @undo(ptr noalias %S, ptr noalias %C) {
start:
  %countp = getelementptr i64, ptr %C, i64 <C_log_count>
  %n = load i64, ptr %countp
  br label %look
look:
  %i = phi i64 [ %n, %start ], [ %i1, %entry ]
  %none = icmp eq i64 %i, 0
  br i1 %none, label %done, label %entry
entry:
  %i1 = sub i64 %i, 1
  %at = mul i64 %i1, 24
  %log = getelementptr i8, ptr %C, i64 <LOGBYTES>
  %e = getelementptr i8, ptr %log, i64 %at
  %word = load i64, ptr %e
  %oldp = getelementptr i8, ptr %e, i64 8
  %old = load i64, ptr %oldp
  %p = getelementptr i64, ptr %S, i64 %word
  store i64 %old, ptr %p
  br label %look
done:
  store i64 0, ptr %countp
  ret void
}

define internal void @put(ptr noalias %S, ptr noalias %C, i64 %word, i64 %new) alwaysinline {
  %p = getelementptr i64, ptr %S, i64 %word
  %old = load i64, ptr %p
  %same = icmp eq i64 %old, %new
  br i1 %same, label %done, label %write
write:
  store i64 %new, ptr %p
  %countp = getelementptr i64, ptr %C, i64 <C_log_count>
  %n = load i64, ptr %countp
  %at = mul i64 %n, 24
  %log = getelementptr i8, ptr %C, i64 <LOGBYTES>
  %e0 = getelementptr i8, ptr %log, i64 %at
  store i64 %word, ptr %e0
  %e1 = getelementptr i8, ptr %e0, i64 8
  store i64 %old, ptr %e1
  %e2 = getelementptr i8, ptr %e0, i64 16
  store i64 %new, ptr %e2
  %n1 = add i64 %n, 1
  store i64 %n1, ptr %countp
  br label %done
done:
  ret void
}

define internal void @put_part(ptr noalias %S, ptr noalias %C, i64 %offset, i64 %value, i64 %mask) alwaysinline {
  %word = lshr i64 %offset, 3
  %byte = and i64 %offset, 7
  %shift = shl i64 %byte, 3
  %p = getelementptr i64, ptr %S, i64 %word
  %old = load i64, ptr %p
  %hole = shl i64 %mask, %shift
  %keepmask = xor i64 %hole, -1
  %keep = and i64 %old, %keepmask
  %part = shl i64 %value, %shift
  %new = or i64 %keep, %part
  call void @put(ptr %S, ptr %C, i64 %word, i64 %new)
  ret void
}

define internal i64 @room(ptr noalias %S, ptr noalias %C, i64 %more) alwaysinline {
  %countp = getelementptr i64, ptr %C, i64 <C_log_count>
  %n = load i64, ptr %countp
  %want = add i64 %n, %more
  %few = icmp ult i64 %want, <LOGFULL>
  br i1 %few, label %ok, label %full
ok:
  ret i64 0
full:
  %r = call i64 @make_room(ptr %S, ptr %C, i64 %more)
  ret i64 %r
}

define internal i64 @make_room(ptr noalias %S, ptr noalias %C, i64 %more) cold noinline {
start:
  %log = getelementptr i8, ptr %C, i64 <LOGBYTES>
  %seen = getelementptr i8, ptr %C, i64 <SEENAT>
  call void @llvm.memset.p0.i64(ptr %seen, i8 0, i64 <SEENBYTES>, i1 false)
  %countp = getelementptr i64, ptr %C, i64 <C_log_count>
  %n = load i64, ptr %countp
  br label %each
each:
  %i = phi i64 [ 0, %start ], [ %i1, %next ]
  %k = phi i64 [ 0, %start ], [ %k2, %next ]
  %some = icmp ult i64 %i, %n
  br i1 %some, label %entry, label %done
entry:
  %at = mul i64 %i, 24
  %e = getelementptr i8, ptr %log, i64 %at
  %word = load i64, ptr %e
  %mixed = mul i64 %word, -7046029254386353131
  %high = lshr i64 %mixed, 40
  %home = and i64 %high, <SEENMASK>
  br label %probe
probe:
  %h = phi i64 [ %home, %entry ], [ %h2, %other ]
  %sp = getelementptr i64, ptr %seen, i64 %h
  %held = load i64, ptr %sp
  %empty = icmp eq i64 %held, 0
  %word1 = add i64 %word, 1
  br i1 %empty, label %fresh, label %taken
taken:
  %same = icmp eq i64 %held, %word1
  br i1 %same, label %next, label %other
other:
  %h1 = add i64 %h, 1
  %h2 = and i64 %h1, <SEENMASK>
  br label %probe
fresh:
  store i64 %word1, ptr %sp
  %to = mul i64 %k, 24
  %t = getelementptr i8, ptr %log, i64 %to
  %oldp = getelementptr i8, ptr %e, i64 8
  %old = load i64, ptr %oldp
  %nowp = getelementptr i64, ptr %S, i64 %word
  %now = load i64, ptr %nowp
  store i64 %word, ptr %t
  %t1 = getelementptr i8, ptr %t, i64 8
  store i64 %old, ptr %t1
  %t2 = getelementptr i8, ptr %t, i64 16
  store i64 %now, ptr %t2
  %k1 = add i64 %k, 1
  br label %next
next:
  %k2 = phi i64 [ %k1, %fresh ], [ %k, %taken ]
  %i1 = add i64 %i, 1
  br label %each
done:
  store i64 %k, ptr %countp
  %all = add i64 %k, %more
  %fits = icmp ult i64 %all, <LOGHALF>
  br i1 %fits, label %ok, label %full
ok:
  ret i64 0
full:
  call void @fault(ptr %C, i64 <F_LIMIT_STEP>)
  ret i64 -1
}

define internal i64 @event(ptr %C, i64 %head) noinline {
start:
  %countp = getelementptr i64, ptr %C, i64 <C_event_count>
  %n = load i64, ptr %countp
  %full = icmp ugt i64 %n, <EVENTROOM>
  br i1 %full, label %cut, label %add
add:
  %at = add i64 %n, <EVENTSAT>
  %p = getelementptr i64, ptr %C, i64 %at
  store i64 %head, ptr %p
  %q = getelementptr i64, ptr %p, i64 1
  store i64 0, ptr %q
  %n2 = add i64 %n, 2
  store i64 %n2, ptr %countp
  %last = add i64 %n, 1
  %lastp = getelementptr i64, ptr %C, i64 <C_event_last>
  store i64 %last, ptr %lastp
  ret i64 0
cut:
  call void @fault(ptr %C, i64 <F_LIMIT_STEP>)
  ret i64 -1
}

define internal i64 @event_word(ptr %C, i64 %word) noinline {
start:
  %lastp = getelementptr i64, ptr %C, i64 <C_event_last>
  %last = load i64, ptr %lastp
  %none = icmp eq i64 %last, 0
  br i1 %none, label %done, label %look
look:
  %countp = getelementptr i64, ptr %C, i64 <C_event_count>
  %n = load i64, ptr %countp
  %full = icmp ugt i64 %n, <EVENTROOM>
  br i1 %full, label %cut, label %add
add:
  %at = add i64 %n, <EVENTSAT>
  %p = getelementptr i64, ptr %C, i64 %at
  store i64 %word, ptr %p
  %n1 = add i64 %n, 1
  store i64 %n1, ptr %countp
  %sizeat = add i64 %last, <EVENTSAT>
  %sizep = getelementptr i64, ptr %C, i64 %sizeat
  %size = load i64, ptr %sizep
  %size1 = add i64 %size, 1
  store i64 %size1, ptr %sizep
  br label %done
done:
  ret i64 0
cut:
  call void @fault(ptr %C, i64 <F_LIMIT_STEP>)
  ret i64 -1
}

define internal i64 @resolve(ptr noalias %S, ptr noalias %C, i64 %tid, i64 %a, i64 %width, i64 %mode) noinline {
  %num = lshr i64 %a, <OFFSETBITS>
  %off = and i64 %a, <OFFSETMASK>
  %end = add i64 %off, %width
  %isnull = icmp eq i64 %num, 0
  %before = icmp uge i64 %off, <LARGEST>
  br i1 %before, label %bounds, label %object
object:
  br i1 %isnull, label %null, label %notnull
notnull:
  %low = sub i64 %width, 1
  %odd = and i64 %off, %low
  %isodd = icmp ne i64 %odd, 0
  br i1 %isodd, label %misaligned, label %aligned
aligned:
  %isstatic = icmp ule i64 %num, <COUNT>
  br i1 %isstatic, label %static, label %dynamic
static:
  %i = sub i64 %num, 1
  %basep = getelementptr <TABLE>, ptr @objects, i64 0, i64 %i, i64 0
  %base = load i64, ptr %basep
  %sizep = getelementptr <TABLE>, ptr @objects, i64 0, i64 %i, i64 1
  %size = load i64, ptr %sizep
  %fits = icmp ule i64 %end, %size
  %place = add i64 %base, %off
  br i1 %fits, label %found, label %bounds
found:
  %kept = icmp uge i64 %place, <CONSTANTS>
  %change = and i64 %mode, 2
  %changes = icmp ne i64 %change, 0
  %forbidden = and i1 %kept, %changes
  br i1 %forbidden, label %readonly, label %allowed
allowed:
  ret i64 %place
readonly:
  call void @fault(ptr %C, i64 <F_READ_ONLY>)
  ret i64 -1
dynamic:
  %g = sub i64 %num, <HEAPBASE>
  %isheap = icmp ult i64 %g, <GRANULES>
  br i1 %isheap, label %heap, label %bounds
heap:
  %gw = mul i64 %g, 3
  %mw = add i64 %gw, <HEAPWORD>
  %mp = getelementptr i64, ptr %S, i64 %mw
  %meta = load i64, ptr %mp
  %flags = lshr i64 %meta, 48
  %live = and i64 %flags, 1
  %islive = icmp ne i64 %live, 0
  br i1 %islive, label %alive, label %dead
alive:
  %own = and i64 %flags, 8
  %isown = icmp ne i64 %own, 0
  %owner = lshr i64 %flags, 8
  %foreign = icmp ne i64 %owner, %tid
  %running = icmp ult i64 %tid, <THREADS>
  %stranger0 = and i1 %isown, %foreign
  %stranger = and i1 %stranger0, %running
  br i1 %stranger, label %dead, label %known
known:
  %hsize = and i64 %meta, 4294967295
  %hfits = icmp ule i64 %end, %hsize
  br i1 %hfits, label %within, label %bounds
within:
  %skip = lshr i64 %off, 4
  %gi = add i64 %g, %skip
  %pos = and i64 %off, 15
  %giw = mul i64 %gi, 3
  %miw = add i64 %giw, <HEAPWORD>
  %mip = getelementptr i64, ptr %S, i64 %miw
  %imeta = load i64, ptr %mip
  %one = shl i64 1, %width
  %ones = sub i64 %one, 1
  %at = add i64 %pos, 32
  %bits = shl i64 %ones, %at
  %reads = and i64 %mode, 1
  %isread = icmp ne i64 %reads, 0
  %got = and i64 %imeta, %bits
  %unset = icmp ne i64 %got, %bits
  %bad = and i1 %isread, %unset
  br i1 %bad, label %uninitialised, label %ready
ready:
  %writes = and i64 %mode, 2
  %iswrite = icmp ne i64 %writes, 0
  br i1 %iswrite, label %mark, label %give
mark:
  %marked = or i64 %imeta, %bits
  call void @put(ptr %S, ptr %C, i64 %miw, i64 %marked)
  br label %give
give:
  %gb = mul i64 %gi, <GBYTES>
  %gb1 = add i64 %gb, <HEAP>
  %gb2 = add i64 %gb1, 8
  %hplace = add i64 %gb2, %pos
  ret i64 %hplace
null:
  call void @fault(ptr %C, i64 <F_NULL>)
  ret i64 -1
misaligned:
  call void @fault(ptr %C, i64 <F_MISALIGNED>)
  ret i64 -1
bounds:
  call void @fault(ptr %C, i64 <F_BOUNDS>)
  ret i64 -1
dead:
  call void @fault(ptr %C, i64 <F_USE_AFTER_FREE>)
  ret i64 -1
uninitialised:
  call void @fault(ptr %C, i64 <F_UNINITIALISED>)
  ret i64 -1
}

define internal i64 @choose(ptr noalias %C, i64 %n) noinline {
  %none = icmp eq i64 %n, 0
  br i1 %none, label %empty, label %some
some:
  %one = icmp eq i64 %n, 1
  br i1 %one, label %only, label %several
only:
  ret i64 0
several:
  %nextp = getelementptr i64, ptr %C, i64 <C_choice_next>
  %pos = load i64, ptr %nextp
  %countp = getelementptr i64, ptr %C, i64 <C_choice_count>
  %count = load i64, ptr %countp
  %full = icmp uge i64 %pos, <MAXCHOICES>
  br i1 %full, label %toomany, label %room
room:
  %pos2 = shl i64 %pos, 1
  %at = add i64 %pos2, <CHOICES>
  %vp = getelementptr i64, ptr %C, i64 %at
  %npos = add i64 %pos, 1
  store i64 %npos, ptr %nextp
  %given = icmp ult i64 %pos, %count
  br i1 %given, label %take, label %fresh
take:
  %v = load i64, ptr %vp
  ret i64 %v
fresh:
  store i64 0, ptr %vp
  %np = getelementptr i64, ptr %vp, i64 1
  store i64 %n, ptr %np
  store i64 %npos, ptr %countp
  ret i64 0
toomany:
  call void @fault(ptr %C, i64 <F_LIMIT_STEP>)
  ret i64 -1
empty:
  call void @fault(ptr %C, i64 <F_UNREACHABLE>)
  ret i64 -1
}
"""
