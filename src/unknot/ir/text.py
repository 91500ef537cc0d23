"""The text form of a program. One idea: what is printed parses back to an equal program, so every stage can be seen.

Line by line, `#` starts a comment. Names that are no identifiers are quoted as in JSON. In order:

    program "ring.py::AlwaysRoom" memory sc spawn 0
    parameter size = 8
    enum Colour : u8 RED = 0 GREEN = 1
    struct BufRing                          (or union; `size n` if its fields do not tell; `unlisted` if it is not in
                                             Program.structs)
      field prod_head : atomic[u32] at 0
    global @ring : struct BufRing init "0102" "00*30" reloc 8 @other + 0 thread_local model
    init @setup                             (likewise: agent @f, invariant "name" @f, final "name" @f)
    operation "push" @push : fn(u32) -> bool
    thread "a" @run(1, 2:i32)
    function @enqueue(%ring:i64, %item:i64) -> i8                   @"ring.py":12:1
      local %head.1 "head" : u32
    entry:
      %head.1:i32 = load %p.2 order=seq_cst                         @13:16-13:37
      branch %c then.1 else.2
      %t.4:i64 = alloc 16 kind=heap type=<array[u64, 2]>

A type is a name such as `u32`, `f64`, `bool`, `void`; `atomic[T]`, `racy[T]`, `Ptr[T]`, `array[T, n]`,
`fn(T, ...) -> T`; `struct S` or `enum E` defined above; or a bare name, which refers to a struct without holding it. A
register says its width where it is written, and where it is read before the text has said it. A constant is 64 bits
wide unless it says otherwise. A place names its file unless it is that of its function.
"""

from __future__ import annotations

from unknot.ir.parsing import parse_program
from unknot.ir.printing import print_program

__all__ = ["parse_program", "print_program"]
