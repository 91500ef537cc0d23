/* EVENTHANDLER(9): nobody invokes the kernel's events, so registering is noted nowhere. */
#ifndef _SYS_EVENTHANDLER_H_
#define _SYS_EVENTHANDLER_H_

#include <sys/_kernel.h>

typedef struct eventhandler_entry *eventhandler_tag;

#define EVENTHANDLER_PRI_FIRST 0
#define EVENTHANDLER_PRI_ANY 10000
#define EVENTHANDLER_PRI_LAST 20000
#define EVENTHANDLER_DECLARE(name, type) _Static_assert(1, "")
#define EVENTHANDLER_LIST_DECLARE(name) _Static_assert(1, "")
#define EVENTHANDLER_LIST_DEFINE(name) _Static_assert(1, "")
#define EVENTHANDLER_DEFINE(...) _Static_assert(1, "")
#define EVENTHANDLER_REGISTER(name, func, arg, priority) ((void)(func), (eventhandler_tag)1)
#define EVENTHANDLER_DEREGISTER(name, tag) ((void)(tag))
#define EVENTHANDLER_DEREGISTER_NOWAIT(name, tag) ((void)(tag))
#define EVENTHANDLER_INVOKE(...) ((void)0)
#define EVENTHANDLER_DIRECT_INVOKE(...) ((void)0)

#endif
