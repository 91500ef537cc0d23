/* sysctl(9): variables keep their first values, so nothing is made of these. */
#ifndef _SYS_SYSCTL_H_
#define _SYS_SYSCTL_H_

#include <sys/_kernel.h>
#include <sys/types.h>

struct sysctl_oid;
struct sysctl_req;
struct sysctl_oid_list;
struct sysctl_ctx_list;

#define CTLFLAG_RD 0
#define CTLFLAG_RW 0
#define CTLFLAG_WR 0
#define CTLFLAG_RDTUN 0
#define CTLFLAG_RWTUN 0
#define CTLFLAG_TUN 0
#define CTLFLAG_MPSAFE 0
#define CTLFLAG_STATS 0
#define CTLFLAG_SKIP 0
#define CTLFLAG_VNET 0
#define CTLTYPE_INT 0
#define CTLTYPE_UINT 0
#define CTLTYPE_STRING 0
#define CTLTYPE_U64 0
#define OID_AUTO (-1)

#define SYSCTL_DECL(name) _Static_assert(1, "")
#define SYSCTL_NODE(...) _Static_assert(1, "")
#define SYSCTL_ROOT_NODE(...) _Static_assert(1, "")
#define SYSCTL_INT(...) _Static_assert(1, "")
#define SYSCTL_UINT(...) _Static_assert(1, "")
#define SYSCTL_LONG(...) _Static_assert(1, "")
#define SYSCTL_ULONG(...) _Static_assert(1, "")
#define SYSCTL_QUAD(...) _Static_assert(1, "")
#define SYSCTL_UQUAD(...) _Static_assert(1, "")
#define SYSCTL_S64(...) _Static_assert(1, "")
#define SYSCTL_U64(...) _Static_assert(1, "")
#define SYSCTL_BOOL(...) _Static_assert(1, "")
#define SYSCTL_STRING(...) _Static_assert(1, "")
#define SYSCTL_STRUCT(...) _Static_assert(1, "")
#define SYSCTL_OPAQUE(...) _Static_assert(1, "")
#define SYSCTL_PROC(...) _Static_assert(1, "")
#define SYSCTL_COUNTER_U64(...) _Static_assert(1, "")
#define SYSCTL_SBINTIME_MSEC(...) _Static_assert(1, "")
#define SYSCTL_CHILDREN(oid) ((struct sysctl_oid_list *)0)
#define SYSCTL_STATIC_CHILDREN(name) ((struct sysctl_oid_list *)0)
#define SYSCTL_ADD_NODE(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_INT(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_UINT(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_LONG(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_ULONG(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_QUAD(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_UQUAD(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_U64(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_BOOL(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_STRING(...) ((struct sysctl_oid *)0)
#define SYSCTL_ADD_PROC(...) ((struct sysctl_oid *)0)
#define SYSCTL_HANDLER_ARGS struct sysctl_oid *oidp, void *arg1, intmax_t arg2, struct sysctl_req *req

#endif
