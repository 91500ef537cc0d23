"""What compiled steps call to find out whether an object is their thread's own, and to say that it is no longer. One
idea: who can reach an object is written down when a word that names it is written where others can read it.

LLVM text, part of the runtime (compile/runtime.py), which fills in the places in angle brackets. `share` takes the mark
off one object and says that its content is due; `publish` goes on until nothing is.
"""

from __future__ import annotations

OWNING = """
define internal i1 @is_own(ptr noalias %S, i64 %tid, i64 %a) alwaysinline {
  %num = lshr i64 %a, <OFFSETBITS>
  %g = sub i64 %num, <HEAPBASE>
  %in = icmp ult i64 %g, <GRANULES>
  br i1 %in, label %look, label %no
look:
  %gw = mul i64 %g, 3
  %w = add i64 %gw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %flags = lshr i64 %meta, 48
  %want0 = shl i64 %tid, 8
  %want = or i64 %want0, 9
  %have = and i64 %flags, 65289
  %mine = icmp eq i64 %have, %want
  ret i1 %mine
no:
  %kept = call i1 @is_constant(i64 %num)
  ret i1 %kept
}

define internal i1 @is_constant(i64 %num) noinline {
  %i = sub i64 %num, 1
  %isstatic = icmp ult i64 %i, <COUNT>
  br i1 %isstatic, label %static, label %nothing
static:
  %basep = getelementptr <TABLE>, ptr @objects, i64 0, i64 %i, i64 0
  %base = load i64, ptr %basep
  %kept = icmp uge i64 %base, <CONSTANTS>
  ret i1 %kept
nothing:
  ret i1 false
}

define internal i1 @names_object(i64 %v) alwaysinline {
  %plain = and i64 %v, <ADDRESSMASK>
  %num = lshr i64 %plain, <OFFSETBITS>
  %g = sub i64 %num, <HEAPBASE>
  %in = icmp ult i64 %g, <GRANULES>
  ret i1 %in
}

define internal i64 @share(ptr noalias %S, ptr noalias %C, i64 %v) noinline {
start:
  %in = call i1 @names_object(i64 %v)
  br i1 %in, label %object, label %no
object:
  %plain = and i64 %v, <ADDRESSMASK>
  %num = lshr i64 %plain, <OFFSETBITS>
  %g = sub i64 %num, <HEAPBASE>
  %gw = mul i64 %g, 3
  %w = add i64 %gw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %flags = lshr i64 %meta, 48
  %two = and i64 %flags, 9
  %isown = icmp eq i64 %two, 9
  br i1 %isown, label %mark, label %no
mark:
  %stack = and i64 %flags, 4
  %onstack = icmp ne i64 %stack, 0
  %keep = select i1 %onstack, i64 -2251799813685249, i64 69805794224242687
  %new0 = and i64 %meta, %keep
  %new = or i64 %new0, 4503599627370496
  call void @put(ptr %S, ptr %C, i64 %w, i64 %new)
  ret i64 1
no:
  ret i64 0
}

define internal i64 @publish(ptr noalias %S, ptr noalias %C, i64 %v) noinline {
start:
  %some = call i64 @share(ptr %S, ptr %C, i64 %v)
  %none = icmp eq i64 %some, 0
  br i1 %none, label %done, label %room
room:
  %top = load i64, ptr %S
  %twice = shl i64 %top, 1
  %r = call i64 @room(ptr %S, ptr %C, i64 %twice)
  %cut = icmp slt i64 %r, 0
  br i1 %cut, label %stop, label %sweep
sweep:
  br label %look
look:
  %g = phi i64 [ 0, %sweep ], [ %g1, %next ]
  %found = phi i64 [ 0, %sweep ], [ %found1, %next ]
  %more = icmp ult i64 %g, %top
  br i1 %more, label %one, label %swept
swept:
  %again = icmp ne i64 %found, 0
  br i1 %again, label %sweep, label %done
one:
  %gw = mul i64 %g, 3
  %w = add i64 %gw, <HEAPWORD>
  %p = getelementptr i64, ptr %S, i64 %w
  %meta = load i64, ptr %p
  %flag = and i64 %meta, 4503599627370496
  %due = icmp ne i64 %flag, 0
  br i1 %due, label %open, label %next
open:
  %new = and i64 %meta, -4503599627370497
  call void @put(ptr %S, ptr %C, i64 %w, i64 %new)
  %size = and i64 %meta, 4294967295
  %size7 = add i64 %size, 7
  %words = lshr i64 %size7, 3
  br label %each
each:
  %k = phi i64 [ 0, %open ], [ %k1, %word ]
  %left = icmp ult i64 %k, %words
  br i1 %left, label %word, label %next
word:
  %skip = lshr i64 %k, 1
  %odd = and i64 %k, 1
  %skipw = mul i64 %skip, 3
  %base = add i64 %w, %skipw
  %base1 = add i64 %base, 1
  %at = add i64 %base1, %odd
  %q = getelementptr i64, ptr %S, i64 %at
  %held = load i64, ptr %q
  %h = call i64 @share(ptr %S, ptr %C, i64 %held)
  %k1 = add i64 %k, 1
  br label %each
next:
  %found1 = phi i64 [ %found, %one ], [ 1, %each ]
  %g1 = add i64 %g, 1
  br label %look
done:
  ret i64 0
stop:
  ret i64 -1
}

define internal i64 @publish_written(ptr noalias %S, ptr noalias %C, i64 %tid, i64 %a) noinline {
start:
  %mine = call i1 @is_own(ptr %S, i64 %tid, i64 %a)
  br i1 %mine, label %none, label %shared
shared:
  %num = lshr i64 %a, <OFFSETBITS>
  %off = and i64 %a, <OFFSETMASK>
  %from = and i64 %off, -8
  %end = add i64 %from, 8
  %isstatic = icmp ule i64 %num, <COUNT>
  br i1 %isstatic, label %static, label %heap
static:
  %i = sub i64 %num, 1
  %basep = getelementptr <TABLE>, ptr @objects, i64 0, i64 %i, i64 0
  %base = load i64, ptr %basep
  %sizep = getelementptr <TABLE>, ptr @objects, i64 0, i64 %i, i64 1
  %size = load i64, ptr %sizep
  %splace = add i64 %base, %from
  br label %judge
heap:
  %g = sub i64 %num, <HEAPBASE>
  %gw = mul i64 %g, 3
  %mw = add i64 %gw, <HEAPWORD>
  %mp = getelementptr i64, ptr %S, i64 %mw
  %meta = load i64, ptr %mp
  %hsize = and i64 %meta, 4294967295
  %skip = lshr i64 %from, 4
  %gi = add i64 %g, %skip
  %pos = and i64 %from, 15
  %gb = mul i64 %gi, <GBYTES>
  %gb1 = add i64 %gb, <HEAP>
  %gb2 = add i64 %gb1, 8
  %hplace = add i64 %gb2, %pos
  br label %judge
judge:
  %room = phi i64 [ %size, %static ], [ %hsize, %heap ]
  %place = phi i64 [ %splace, %static ], [ %hplace, %heap ]
  %whole = icmp ule i64 %end, %room
  br i1 %whole, label %look, label %none
look:
  %vp = getelementptr i8, ptr %S, i64 %place
  %v = load i64, ptr %vp, align 1
  %r = call i64 @publish(ptr %S, ptr %C, i64 %v)
  ret i64 %r
none:
  ret i64 0
}
"""
