/* assert: src/unknot/libc/stdlib.py. Like every assert.h it may be included again, with and without NDEBUG. */
#include <unknot.h>

#undef assert

#ifdef NDEBUG
#define assert(expression) ((void)0)
#else
#define assert(expression) ((expression) ? (void)0 : __unknot_assert_fail(#expression, __FILE__, __LINE__, __func__))
#endif

#ifndef _UNKNOT_ASSERT_H_
#define _UNKNOT_ASSERT_H_

_Noreturn void __unknot_assert_fail(const char *, const char *, unsigned int, const char *)
    __UNKNOT(libc.stdlib, __assert_fail);

#if !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 202311L)
#undef static_assert
#define static_assert _Static_assert
#endif

#endif
