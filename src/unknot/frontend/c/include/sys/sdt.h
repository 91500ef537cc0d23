/* Static probes are left out. */
#ifndef _SYS_SDT_H_
#define _SYS_SDT_H_

#include <sys/_kernel.h>

#define SDT_PROVIDER_DEFINE(p) _Static_assert(1, "")
#define SDT_PROVIDER_DECLARE(p) _Static_assert(1, "")
#define SDT_PROBE_DECLARE(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE0(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE1(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE2(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE3(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE4(...) _Static_assert(1, "")
#define SDT_PROBE_DEFINE5(...) _Static_assert(1, "")
#define SDT_PROBE_ENABLED(...) 0
#define SDT_PROBE(...) ((void)0)
#define SDT_PROBE0(...) ((void)0)
#define SDT_PROBE1(...) ((void)0)
#define SDT_PROBE2(...) ((void)0)
#define SDT_PROBE3(...) ((void)0)
#define SDT_PROBE4(...) ((void)0)
#define SDT_PROBE5(...) ((void)0)

#endif
