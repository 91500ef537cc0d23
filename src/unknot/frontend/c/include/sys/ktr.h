/* Kernel tracing is left out: a trace of unknot shows more. */
#ifndef _SYS_KTR_H_
#define _SYS_KTR_H_

#include <sys/_kernel.h>

#define KTR_GEN 0
#define KTR_NET 0
#define KTR_DEV 0
#define KTR_LOCK 0
#define KTR_CALLOUT 0
#define KTR_SPARE 0
#define CTR0(m, ...) ((void)0)
#define CTR1(m, ...) ((void)0)
#define CTR2(m, ...) ((void)0)
#define CTR3(m, ...) ((void)0)
#define CTR4(m, ...) ((void)0)
#define CTR5(m, ...) ((void)0)
#define CTR6(m, ...) ((void)0)
#define KTR_STATE0(...) ((void)0)
#define KTR_STATE1(...) ((void)0)
#define KTR_POINT0(...) ((void)0)

#endif
