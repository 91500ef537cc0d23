/* Words of FreeBSD's and Linux's headers for what compilers know. Most say nothing about what a program does. */
#ifndef _SYS_CDEFS_H_
#define _SYS_CDEFS_H_

#define __BEGIN_DECLS
#define __END_DECLS
#define __BEGIN_EXTERN
#define __END_EXTERN

#define __P(parameters) parameters
#define __THROW
#define __THROWNL
#define __NTH(function) function
#define __wur
#define __unbounded
#define __ptr_t void *

#define __CONCAT1(x, y) x ## y
#define __CONCAT(x, y) __CONCAT1(x, y)
#define __STRING(x) #x
#define __XSTRING(x) __STRING(x)

#define __GNUC_PREREQ__(major, minor) ((__GNUC__ << 16) + __GNUC_MINOR__ >= ((major) << 16) + (minor))

/* Strings that name the version of a file. */
#define __FBSDID(text) struct __unknot_no_id
#define __RCSID(text) struct __unknot_no_id
#define __RCSID_SOURCE(text) struct __unknot_no_id
#define __SCCSID(text) struct __unknot_no_id
#define __COPYRIGHT(text) struct __unknot_no_id
#define __IDSTRING(name, text) struct __unknot_no_id
#define __DRAGONFLYBSD_ID(text) struct __unknot_no_id
#define __KERNEL_RCSID(number, text) struct __unknot_no_id

/* Expectations. */
#define __predict_true(expression) (expression)
#define __predict_false(expression) (expression)
#define __unreachable() __builtin_unreachable()
#define __fallthrough __attribute__((__fallthrough__))

/* Places in memory. */
#define __packed __attribute__((__packed__))
#define __aligned(bytes) __attribute__((__aligned__(bytes)))
#define __section(name) __attribute__((__section__(name)))
#define __subobject
#define __min_size(count) static (count)

/* Functions and variables. */
#define __unused __attribute__((__unused__))
#define __used __attribute__((__used__))
#define __dead2 __attribute__((__noreturn__))
#define __pure
#define __pure2
#define __malloc_like
#define __alloc_size(position)
#define __alloc_size2(count, size)
#define __alloc_align(position)
#define __returns_twice __attribute__((__returns_twice__))
#define __result_use_check
#define __result_use_or_ignore_check
#define __nonnull(...)
#define __noinline __attribute__((__noinline__))
#define __always_inline __inline __attribute__((__always_inline__))
#define __gnu_inline __attribute__((__gnu_inline__))
#define __hidden
#define __exported
#define __weak_symbol __attribute__((__weak__))
#define __noreturn __attribute__((__noreturn__))
#define __nodebug
#define __deprecated
#define __deprecated1(text)
#define __writeonly __unused
#define __diagused __unused
#define __witness_used __unused
#define __nosanitizeaddress
#define __nosanitizecoverage
#define __nosanitizememory
#define __nosanitizethread
#define __nostackprotector
#define __no_lock_analysis
#define __strict_weak
#define __weak_reference(symbol, name) extern __typeof(symbol) name __attribute__((__weak__, __alias__(#symbol)))
#define __strong_reference(symbol, name) extern __typeof(symbol) name __attribute__((__alias__(#symbol)))
#define __weak_alias(name, symbol) extern __typeof(symbol) name __attribute__((__weak__, __alias__(#symbol)));
#define __warn_references(symbol, text)

/* Formats of printf; those of a kernel have letters of their own. */
#define __printflike(format, first) __attribute__((__format__(__printf__, format, first)))
#define __printf0like(format, first)
#define __freebsd_kprintf__ __printf__
#define __scanflike(format, first)
#define __strfmonlike(format, first)
#define __strftimelike(format, first)
#define __format_arg(position)

/* Lock analysis. */
#define __lock_annotate(x)
#define __lockable
#define __locks_exclusive(...)
#define __locks_shared(...)
#define __trylocks_exclusive(...)
#define __trylocks_shared(...)
#define __unlocks(...)
#define __asserts_exclusive(...)
#define __asserts_shared(...)
#define __requires_exclusive(...)
#define __requires_shared(...)
#define __requires_unlocked(...)
#define __guarded_by(x)
#define __pt_guarded_by(x)

/* Casts. They go through pointers, so that an address stays one. */
#define __DECONST(type, value) ((type)(const void *)(value))
#define __DEVOLATILE(type, value) ((type)(volatile void *)(value))
#define __DEQUALIFY(type, value) ((type)(const volatile void *)(value))
#define __DECONST_VOLATILE(type, value) ((type)(const volatile void *)(value))
#define __offsetof(type, field) __builtin_offsetof(type, field)
#define __rangeof(type, start, end) (__offsetof(type, end) - __offsetof(type, start))
#define __containerof(pointer, type, field) ((type *)((char *)(pointer) - __builtin_offsetof(type, field)))

#define __compiler_membar() __atomic_signal_fence(__ATOMIC_SEQ_CST)

#define __generic(value, type, yes, no) _Generic((value), type: yes, default: no)

#endif
