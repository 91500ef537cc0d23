"""Memory: how accesses are made of loads and stores, atomics, and inline assembly."""

from __future__ import annotations

import pytest
from c_programs import operations, results

from unknot.ir.ops import Op


def shape(ops: list[Op]) -> list[tuple[str, ...]]:
    """Codes with what tells accesses apart."""
    found = []
    for op in ops:
        given = op.dsts[-1:] or op.args[-1:]
        words = [op.code, str(given[0].type) if given else "", op.attrs.get("order", ""), op.attrs.get("kind", "")]
        words += ["racy"] if op.attrs.get("racy") else []
        words += ["unset"] if op.attrs.get("unset") else []
        found.append(tuple(word for word in words if word))
    return found


ACCESSES = ("load", "store", "rmw", "cas", "fence", "atomic_begin", "atomic_end", "publish", "pause", "call")


@pytest.mark.parametrize(
    ("body", "expected"),
    (
        ("volatile int *p = x; *p = *p;", [("load", "i32", "plain", "racy"), ("store", "i32", "plain", "racy")]),
        ("struct { char c; int i; } __attribute__((packed)) *p = x; p->i = 1;", [("store", "i8", "plain")] * 4),
        ("struct a { long l; int i, j; } *p = x, *q = y; *p = *q;", [
            ("load", "i64", "plain", "unset"), ("store", "i64", "plain"),
            ("load", "i64", "plain", "unset"), ("store", "i64", "plain"),
        ]),
        ("struct b { short s[3]; } *p = x, *q = y; *p = *q;",
         [("load", "i16", "plain", "unset"), ("store", "i16", "plain")] * 3),
        ("struct { char c; void *v; } __attribute__((packed)) *p = x; p->v = y;",
         [("publish", "i64"), *[("store", "i8", "plain")] * 8]),
        ("long n = (long)x; *(long *)y = n ^ 1;", [("publish", "i64"), ("store", "i64", "plain")]),
        ("*(int *)y = (long)x & 7;", [("store", "i32", "plain")]),
        ("*(int *)y = (char *)x - (char *)y;", [("store", "i32", "plain")]),
        ("atomic_store((_Atomic int *)x, 1);", [("store", "i32", "seq_cst")]),
        ("atomic_store_explicit((_Atomic long *)x, 1, memory_order_release);", [("store", "i64", "release")]),
        ("(void)atomic_load_explicit((_Atomic short *)x, memory_order_relaxed);", [("load", "i16", "relaxed")]),
        ("atomic_fetch_add((_Atomic int *)x, 2);", [("rmw", "i32", "seq_cst", "add")]),
        ("atomic_fetch_xor_explicit((_Atomic char *)x, 2, memory_order_acq_rel);", [("rmw", "i8", "acq_rel", "xor")]),
        ("atomic_exchange((void *_Atomic *)x, y);", [("rmw", "i64", "seq_cst", "xchg")]),
        ("__atomic_fetch_max((unsigned *)x, 2, __ATOMIC_RELAXED);", [("rmw", "i32", "relaxed", "umax")]),
        ("__sync_lock_test_and_set((int *)x, 1);", [("rmw", "i32", "seq_cst", "xchg")]),
        ("__sync_bool_compare_and_swap((int *)x, 1, 2);", [("cas", "i32", "seq_cst")]),
        ("atomic_thread_fence(memory_order_acquire);", [("fence", "acquire")]),
        ("atomic_signal_fence(memory_order_seq_cst);", []),
        ("__atomic_fetch_nand((int *)x, 3, __ATOMIC_ACQ_REL);",
         [("atomic_begin",), ("load", "i32", "acquire"), ("store", "i32", "release"), ("atomic_end",)]),
        ('__asm__ volatile("" ::: "memory");', []),
        ('__asm__ volatile("rep; nop");', [("pause",)]),
        ('__asm__ volatile("yield" ::: "memory");', [("pause",)]),
        ('__builtin_ia32_pause();', [("pause",)]),
        ('__asm__ volatile("mfence" ::: "memory");', [("fence", "seq_cst")]),
        ('__asm__ volatile("dmb ish" ::: "memory");', [("fence", "seq_cst")]),
        ('__asm__ volatile("lock; addl $0,0(%%rsp)" ::: "memory");', [("fence", "seq_cst")]),
        ('__asm__ volatile("lock; orl %1,%0" : "+m"(*(int *)x) : "ir"(4));', [("rmw", "i32", "seq_cst", "or")]),
        ('__asm__ volatile("lock\\n\\tincq %0" : "+m"(*(long *)x));', [("rmw", "i64", "seq_cst", "add")]),
        ('__asm__ volatile("incl %0" : "+m"(*(int *)x));', [("load", "i32", "plain"), ("store", "i32", "plain")]),
    ),
)  # fmt: skip
def test_accesses(body: str, expected: list[tuple[str, ...]]) -> None:
    """What is made of one line."""
    source = f"#include <stdatomic.h>\nvoid f(void *x, void *y) {{ {body} }}"
    assert shape(operations(source, "f", *ACCESSES)) == expected


def test_sixteen_bytes() -> None:
    """Two accesses, indivisible."""
    source = """
    #include <stdatomic.h>
    long f(_Atomic __int128 *p) { return atomic_load_explicit(p, memory_order_acquire); }
    """
    half = ("load", "i64", "acquire")
    assert shape(operations(source, "f", *ACCESSES))[:4] == [("atomic_begin",), half, half, ("atomic_end",)]


def test_compare_and_exchange() -> None:
    """Both orders; the old value comes back."""
    source = """
    #include <stdatomic.h>
    _Bool f(_Atomic int *p, int e) {
        return atomic_compare_exchange_weak_explicit(p, &e, 5, memory_order_acq_rel, memory_order_relaxed);
    }
    """
    (cas,) = operations(source, "f", "cas")
    assert (cas.attrs["order"], cas.attrs["fail_order"]) == ("acq_rel", "relaxed")


def test_atomics_of_all_sizes() -> None:
    """Values, also of structs of odd sizes and of 16 bytes."""
    declarations = """
    #include <stdatomic.h>
    struct three { char a, b, c; }; struct big { long a, b, c; };
    _Atomic __int128 w; _Atomic struct three t; _Atomic struct big b; _Atomic double d; _Atomic _Bool ok; int n;
    float f = 1;
    ###
    w = (__int128)1 << 70; w += 5; __int128 e = w, o = 1; _Bool y = atomic_compare_exchange_strong(&w, &e, e * 2);
    _Bool z = atomic_compare_exchange_strong(&w, &o, e); t = (struct three){1, 2, 3}; struct three u = t;
    b = (struct big){4, 5, 6}; struct big x = atomic_exchange(&b, ((struct big){7, 8, 9})), v = b;
    d = 1.5; d += 2; ok = 4;
    struct big miss = x; _Bool k = atomic_compare_exchange_strong(&b, &miss, x); n = 7;
    _Atomic float *g = (_Atomic float *)&f; *g -= 0.25f;
    """
    found = results(
        declarations, "w >> 64", "w", "y", "z", "o >> 64", "u.c", "x.b", "v.c", "d * 2", "ok", "k", "miss.a",
        "__atomic_fetch_nand(&n, 5, 5)", "n", "__atomic_fetch_min(&n, -9, 5)", "n", "f * 4",
    )  # fmt: skip
    assert found == [128, 10, 1, 0, 128, 3, 5, 9, 7, 1, 0, 7, 7, -6, -6, -9, 3]


def test_assembly_with_results() -> None:
    """xadd, xchg, cmpxchg, flags."""
    declarations = """
    ### unsigned x = 7, old = 3, swap = 5, in = 9; unsigned char ok, yes, no;
    unsigned long word = 10, seen = 10, other = 1;
    __asm__ volatile("lock; xaddl %0,%1" : "+r"(old), "+m"(x) :: "cc");
    __asm__ volatile("xchgl %0,%1" : "+r"(in), "+m"(swap));
    __asm__ volatile("lock; cmpxchgq %3,%1; sete %0" : "=q"(yes), "+m"(word), "+a"(seen) : "r"(20UL) : "memory", "cc");
    __asm__ volatile("lock; cmpxchgq %3,%1" : "=@ccz"(no), "+m"(word), "+a"(other) : "r"(30UL) : "memory", "cc");
    unsigned left = 1; __asm__ volatile("lock; decl %0; sete %1" : "+m"(left), "=qm"(ok) :: "cc");
    int hidden = 4; __asm__ volatile("" : "+r"(hidden));
    """
    found = results(
        declarations, "x", "old", "in", "swap", "yes", "word", "seen", "no", "other", "left", "ok", "hidden"
    )  # fmt: skip
    assert found == [10, 7, 5, 9, 1, 20, 10, 0, 20, 0, 1, 4]


def test_copies() -> None:
    """memcpy, memmove both ways, memset, of any size."""
    declarations = """
    struct p { char pad; int *to; } __attribute__((packed)); int target = 77;
    ### char a[300], b[40]; for (int i = 0; i < 300; i++) a[i] = i; for (int i = 0; i < 40; i++) b[i] = i;
    __builtin_memmove(a + 3, a, 200); __builtin_memmove(b, b + 5, 30); char c[50]; __builtin_memset(c, -1, 50);
    __builtin_memcpy(c + 1, b, 8); struct p x, y; x.to = &target; y = x; long big[40]; __builtin_memset(big, 1, 320);
    __builtin_memmove(big + 1, big, 300); int n = 9; __builtin_memcpy(c, a + 100, n);
    """
    found = results(
        declarations, "a[3]", "a[202]", "a[203] & 255", "b[0]", "b[29]", "c[49]", "*y.to",
        "big[39] == 0x0101010101010101", "c[8]", "c[0]",
    )  # fmt: skip
    assert found == [0, 199 - 256, 203, 5, 34, -1, 77, 1, 105, 97]
