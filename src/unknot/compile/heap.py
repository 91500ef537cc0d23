"""What compiled steps call to make and free objects. One idea: an object is a row of granules, and the first one's word
says all about it.

LLVM text, part of the runtime (compile/runtime.py), which fills in the places in angle brackets. `freeable` gives the
first word of an object that may be given back, or finds the fault.
"""

from __future__ import annotations

LIVE, INSIDE, STACK, OWN, DUE = 1, 2, 4, 8, 16
"""Flags of a granule (bits 48 up of its first word): first of an object, a later one of an object, object of a
function's frame, object that only the thread reaches whose number stands in bits 56 up (which a stack object keeps
for ever), object whose content is about to be published."""

HEAP = """
define internal i64 @heap_alloc(ptr noalias %S, ptr noalias %C, i64 %tid, i64 %size, i64 %stack, i64 %init) noinline {
entry:
  %onstack = icmp ne i64 %stack, 0
  %huge = icmp ugt i64 %size, <LARGEST>
  br i1 %huge, label %full, label %sized
sized:
  %r = add i64 %size, 15
  %n0 = lshr i64 %r, 4
  %zero = icmp eq i64 %n0, 0
  %n = select i1 %zero, i64 1, i64 %n0
  %top = load i64, ptr %S
  %areas = icmp ne i64 <STACKS>, 0
  %inarea = and i1 %onstack, %areas
  %area = mul i64 %tid, <STACKS>
  %areaend = add i64 %area, <STACKS>
  %from = select i1 %inarea, i64 %area, i64 <HEAPFIRST>
  %to = select i1 %inarea, i64 %areaend, i64 <GRANULES>
  %running = icmp ult i64 %tid, <THREADS>
  %owned = icmp ne i64 <OWNED>, 0
  %isown = and i1 %running, %owned
  %ownflag = select i1 %isown, i64 8, i64 0
  %named = or i1 %isown, %onstack
  %owner0 = select i1 %named, i64 %tid, i64 0
  %owner = shl i64 %owner0, 8
  %firstflags0 = or i64 %ownflag, %owner
  %firstflags1 = or i64 %firstflags0, %stack
  %firstflags = or i64 %firstflags1, 1
  %laterflags = or i64 %stack, 2
  br label %scan
scan:
  %i = phi i64 [ %from, %sized ], [ %inext, %next ]
  %run = phi i64 [ 0, %sized ], [ %runnext, %next ]
  %more = icmp ult i64 %i, %to
  br i1 %more, label %look, label %full
look:
  %iw = mul i64 %i, 3
  %w = add i64 %iw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %free = icmp eq i64 %meta, 0
  %run1 = add i64 %run, 1
  %runnext = select i1 %free, i64 %run1, i64 0
  %fits = icmp eq i64 %runnext, %n
  br i1 %fits, label %hit, label %next
next:
  %inext = add i64 %i, 1
  br label %scan
hit:
  %last = add i64 %i, 1
  %start = sub i64 %last, %n
  br label %fitting
fitting:
  %room = call i64 @room(ptr %S, ptr %C, i64 %n)
  %cut = icmp slt i64 %room, 0
  br i1 %cut, label %stop, label %fill
stop:
  ret i64 -1
fill:
  %k = phi i64 [ %start, %fitting ], [ %k1, %fill ]
  %first = icmp eq i64 %k, %start
  %flag = select i1 %first, i64 %firstflags, i64 %laterflags
  %flagup = shl i64 %flag, 48
  %initup = shl i64 %init, 32
  %szpart = select i1 %first, i64 %size, i64 0
  %m1 = or i64 %flagup, %initup
  %m2 = or i64 %m1, %szpart
  %kw = mul i64 %k, 3
  %mw = add i64 %kw, <HEAPWORD>
  call void @put(ptr %S, ptr %C, i64 %mw, i64 %m2)
  %k1 = add i64 %k, 1
  %again = icmp ult i64 %k1, %last
  br i1 %again, label %fill, label %filled
filled:
  %grown = icmp ugt i64 %last, %top
  %newtop = select i1 %grown, i64 %last, i64 %top
  call void @put(ptr %S, ptr %C, i64 0, i64 %newtop)
  %num = add i64 %start, <HEAPBASE>
  %ptr = shl i64 %num, <OFFSETBITS>
  ret i64 %ptr
full:
  %kind = select i1 %onstack, i64 <F_LIMIT_STACK>, i64 <F_LIMIT_HEAP>
  call void @fault(ptr %C, i64 %kind)
  ret i64 -1
}

define internal i64 @freeable(ptr noalias %S, ptr noalias %C, i64 %a, i64 %stack) noinline {
  %num = lshr i64 %a, <OFFSETBITS>
  %off = and i64 %a, <OFFSETMASK>
  %g = sub i64 %num, <HEAPBASE>
  %inheap = icmp ult i64 %g, <GRANULES>
  %isstart = icmp eq i64 %off, 0
  %fine = and i1 %inheap, %isstart
  br i1 %fine, label %look, label %bad
look:
  %gw = mul i64 %g, 3
  %w = add i64 %gw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %flags = lshr i64 %meta, 48
  %live = and i64 %flags, 1
  %islive = icmp ne i64 %live, 0
  br i1 %islive, label %alive, label %double
alive:
  %onstack = and i64 %flags, 4
  %wrong = icmp ne i64 %onstack, %stack
  br i1 %wrong, label %bad, label %good
good:
  ret i64 %meta
bad:
  call void @fault(ptr %C, i64 <F_BAD_FREE>)
  ret i64 -1
double:
  call void @fault(ptr %C, i64 <F_DOUBLE_FREE>)
  ret i64 -1
}

define internal i64 @heap_free(ptr noalias %S, ptr noalias %C, i64 %a, i64 %stack) noinline {
entry:
  %isnull = icmp eq i64 %a, 0
  br i1 %isnull, label %ok, label %some
some:
  %meta = call i64 @freeable(ptr %S, ptr %C, i64 %a, i64 %stack)
  %num = lshr i64 %a, <OFFSETBITS>
  %g = sub i64 %num, <HEAPBASE>
  %wrong = icmp slt i64 %meta, 0
  br i1 %wrong, label %stop, label %fitting
fitting:
  %bytes = and i64 %meta, 4294967295
  %granules = lshr i64 %bytes, 4
  %words = mul i64 %granules, 3
  %room = call i64 @room(ptr %S, ptr %C, i64 %words)
  %cut = icmp slt i64 %room, 0
  br i1 %cut, label %stop, label %clear
stop:
  ret i64 -1
clear:
  %k = phi i64 [ %g, %fitting ], [ %k1, %again ]
  %kw = mul i64 %k, 3
  %w0 = add i64 %kw, <HEAPWORD>
  %w1 = add i64 %w0, 1
  %w2 = add i64 %w0, 2
  call void @put(ptr %S, ptr %C, i64 %w0, i64 0)
  call void @put(ptr %S, ptr %C, i64 %w1, i64 0)
  call void @put(ptr %S, ptr %C, i64 %w2, i64 0)
  %k1 = add i64 %k, 1
  %k1w = mul i64 %k1, 3
  %nw = add i64 %k1w, <HEAPWORD>
  %top = load i64, ptr %S
  %intop = icmp ult i64 %k1, %top
  br i1 %intop, label %following, label %trim
following:
  %np = getelementptr i64, ptr %S, i64 %nw
  %nmeta = load i64, ptr %np
  %nflags = lshr i64 %nmeta, 48
  %ninside = and i64 %nflags, 2
  %goes = icmp ne i64 %ninside, 0
  br i1 %goes, label %again, label %trim
again:
  br label %clear
trim:
  %t = load i64, ptr %S
  br label %trimming
trimming:
  %u = phi i64 [ %t, %trim ], [ %u1, %lower ]
  %empty = icmp eq i64 %u, 0
  br i1 %empty, label %settop, label %lastone
lastone:
  %u1 = sub i64 %u, 1
  %uw = mul i64 %u1, 3
  %ux = add i64 %uw, <HEAPWORD>
  %up = getelementptr i64, ptr %S, i64 %ux
  %umeta = load i64, ptr %up
  %ufree = icmp eq i64 %umeta, 0
  br i1 %ufree, label %lower, label %settop
lower:
  br label %trimming
settop:
  call void @put(ptr %S, ptr %C, i64 0, i64 %u)
  br label %ok
ok:
  ret i64 0
}

define internal i64 @extent(ptr noalias %S, ptr noalias %C, i64 %a) noinline {
  %meta = call i64 @freeable(ptr %S, ptr %C, i64 %a, i64 0)
  %wrong = icmp slt i64 %meta, 0
  %size = and i64 %meta, 4294967295
  %r = select i1 %wrong, i64 -1, i64 %size
  ret i64 %r
}

define internal i64 @free_frames(ptr noalias %S, ptr noalias %C, i64 %tid) noinline {
start:
  %top = load i64, ptr %S
  br label %look
look:
  %g = phi i64 [ 0, %start ], [ %g1, %next ]
  %more = icmp ult i64 %g, %top
  br i1 %more, label %one, label %done
one:
  %gw = mul i64 %g, 3
  %w = add i64 %gw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %flags = lshr i64 %meta, 48
  %want0 = shl i64 %tid, 8
  %want = or i64 %want0, 5
  %have = and i64 %flags, 65285
  %mine = icmp eq i64 %have, %want
  br i1 %mine, label %free, label %next
free:
  %num = add i64 %g, <HEAPBASE>
  %a = shl i64 %num, <OFFSETBITS>
  %r = call i64 @heap_free(ptr %S, ptr %C, i64 %a, i64 4)
  %cut = icmp slt i64 %r, 0
  br i1 %cut, label %stop, label %next
next:
  %g1 = add i64 %g, 1
  br label %look
done:
  ret i64 0
stop:
  ret i64 -1
}
"""
