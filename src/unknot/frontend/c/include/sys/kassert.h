/* Assertions: src/unknot/kernel/systm.py, src/unknot/libc/panic.py. Checked unless `--no-invariants`. */
#ifndef _SYS_KASSERT_H_
#define _SYS_KASSERT_H_

#include <sys/_kernel.h>

extern const unsigned int __unknot_invariants __UNKNOT(kernel.switches, kernel_invariants);
void panic(const char *format, ...) __attribute__((__noreturn__)) __UNKNOT(libc.panic, panic);
void vpanic(const char *format, __builtin_va_list ap) __attribute__((__noreturn__))
    __UNKNOT(libc.panic, vpanic);
void kassert_panic(const char *format, ...) __UNKNOT(libc.panic, kassert_panic);

#ifdef INVARIANTS
#define KASSERT(exp, msg)                              \
	do {                                           \
		if (__unknot_invariants && !(exp))   \
			kassert_panic msg;             \
	} while (0)
#else
#define KASSERT(exp, msg) \
	do {              \
	} while (0)
#endif
#define VNASSERT(exp, vp, msg) KASSERT(exp, msg)
#define VNPASS(exp, vp) MPASS(exp)

#define MPASS(exp) MPASS4(exp, #exp, __FILE__, __LINE__)
#define MPASS2(exp, what) MPASS4(exp, what, __FILE__, __LINE__)
#define MPASS3(exp, file, line) MPASS4(exp, #exp, file, line)
#define MPASS4(exp, what, file, line) KASSERT((exp), ("Assertion %s failed at %s:%d", what, file, line))

#ifndef CTASSERT
#define CTASSERT(x) _Static_assert(x, "compile-time assertion failed")
#endif

#endif
