/* taskqueue(9): src/unknot/kernel/taskqueue.py and timeout_task.py. */
#ifndef _SYS_TASKQUEUE_H_
#define _SYS_TASKQUEUE_H_

#include <sys/_task.h>
#include <sys/_callout.h>
#include <sys/_sysinit.h>
#include <sys/queue.h>

struct taskqueue;
struct thread;

struct timeout_task {
	struct taskqueue *q;
	struct task t;
	struct callout c;
	u_int f;
};

typedef void (*taskqueue_enqueue_fn)(void *context);

struct taskqueue *taskqueue_create(const char *name, int mflags, taskqueue_enqueue_fn enqueue, void *context)
    __UNKNOT(kernel.taskqueue, taskqueue_create);
struct taskqueue *taskqueue_create_fast(const char *name, int mflags, taskqueue_enqueue_fn enqueue, void *context)
    __UNKNOT(kernel.taskqueue, taskqueue_create_fast);
int taskqueue_start_threads(struct taskqueue **tqp, int count, int pri, const char *name, ...)
    __UNKNOT(kernel.taskqueue, taskqueue_start_named);
void taskqueue_free(struct taskqueue *queue) __UNKNOT(kernel.taskqueue, taskqueue_free);
int taskqueue_enqueue(struct taskqueue *queue, struct task *task) __UNKNOT(kernel.taskqueue, taskqueue_enqueue);
int taskqueue_cancel(struct taskqueue *queue, struct task *task, u_int *pendp)
    __UNKNOT(kernel.taskqueue, taskqueue_cancel);
_Bool taskqueue_poll_is_busy(struct taskqueue *queue, struct task *task)
    __UNKNOT(kernel.taskqueue, taskqueue_poll_is_busy);
void taskqueue_drain(struct taskqueue *queue, struct task *task) __UNKNOT(kernel.taskqueue, taskqueue_drain);
void taskqueue_drain_all(struct taskqueue *queue) __UNKNOT(kernel.taskqueue, taskqueue_drain_all);
void taskqueue_block(struct taskqueue *queue) __UNKNOT(kernel.taskqueue, taskqueue_block);
void taskqueue_unblock(struct taskqueue *queue) __UNKNOT(kernel.taskqueue, taskqueue_unblock);
_Bool taskqueue_member(struct taskqueue *queue, struct thread *td) __UNKNOT(kernel.proc, taskqueue_has);
int taskqueue_enqueue_timeout(struct taskqueue *queue, struct timeout_task *task, long ticks)
    __UNKNOT(kernel.timeout_task, taskqueue_enqueue_timeout);
int taskqueue_cancel_timeout(struct taskqueue *queue, struct timeout_task *task, u_int *pendp)
    __UNKNOT(kernel.timeout_task, taskqueue_cancel_timeout);
void taskqueue_drain_timeout(struct taskqueue *queue, struct timeout_task *task)
    __UNKNOT(kernel.timeout_task, taskqueue_drain_timeout);
void taskqueue_thread_enqueue(void *context) __UNKNOT(kernel.taskqueue, taskqueue_thread_enqueue);
void taskqueue_swi_enqueue(void *context) __UNKNOT(kernel.taskqueue, taskqueue_swi_enqueue);

void __unknot_task_init(struct task *task, u_int priority, task_fn_t *func, void *context)
    __UNKNOT(kernel.taskqueue, TASK_INIT);
void __unknot_timeout_task_init(struct taskqueue *queue, struct timeout_task *task, u_int priority, task_fn_t *func,
    void *context) __UNKNOT(kernel.timeout_task, TIMEOUT_TASK_INIT);
void __unknot_define_thread(struct taskqueue **tqp, const char *name)
    __UNKNOT(kernel.taskqueue, TASKQUEUE_DEFINE_THREAD);
void __unknot_define_swi(struct taskqueue **tqp, const char *name) __UNKNOT(kernel.taskqueue, TASKQUEUE_DEFINE_SWI);
struct taskqueue *__unknot_taskqueue_thread(void) __UNKNOT(kernel.taskqueue, the_taskqueue_thread);
struct taskqueue *__unknot_taskqueue_swi(void) __UNKNOT(kernel.taskqueue, the_taskqueue_swi);

#define TASK_INIT(task, priority, func, context) \
	__unknot_task_init((task), (priority), (func), (context))
#define TASK_INIT_ENTRY(task, priority, func, context) TASK_INIT(task, priority, func, context)
#define NET_TASK_INIT(task, priority, func, context) TASK_INIT(task, priority, func, context)
#define TASK_INIT_FLAGS(task, priority, func, context, flags) TASK_INIT(task, priority, func, context)
#define TASK_INITIALIZER(priority, func, context) \
	{ .ta_pending = 0, .ta_priority = (priority), .ta_func = (func), .ta_context = (context) }
#define TIMEOUT_TASK_INIT(queue, task, priority, func, context) \
	__unknot_timeout_task_init((queue), (task), (priority), (func), (context))

/* The kernel's own queues are made when they are first used. */
#define taskqueue_thread (__unknot_taskqueue_thread())
#define taskqueue_swi (__unknot_taskqueue_swi())
#define taskqueue_fast taskqueue_swi

#define taskqueue_enqueue_flags(queue, task, flags) taskqueue_enqueue((queue), (task))
#define taskqueue_enqueue_timeout_sbt(queue, task, sbt, pr, flags) \
	taskqueue_enqueue_timeout((queue), (task), (sbt))

#define TASKQUEUE_DECLARE(name) extern struct taskqueue *taskqueue_##name
#define __UNKNOT_TASKQUEUE(name, make)                                                                    \
	struct taskqueue *taskqueue_##name;                                                               \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(1, 0)))) taskqueue_define_##name(void)    \
	{                                                                                                 \
		make(&taskqueue_##name, #name " taskq");                                                  \
	}                                                                                                 \
	_Static_assert(1, "")
#define TASKQUEUE_DEFINE_THREAD(name) __UNKNOT_TASKQUEUE(name, __unknot_define_thread)
#define TASKQUEUE_FAST_DEFINE_THREAD(name) __UNKNOT_TASKQUEUE(name, __unknot_define_thread)
#define TASKQUEUE_FAST_DEFINE(name, enqueue, context, init) TASKQUEUE_DEFINE(name, enqueue, context, init)
#define TASKQUEUE_DEFINE(name, enqueue, context, init)                                                    \
	struct taskqueue *taskqueue_##name;                                                               \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(1, 0)))) taskqueue_define_##name(void)    \
	{                                                                                                 \
		taskqueue_##name = taskqueue_create(#name, 0x0002, (enqueue), (context));                 \
		init;                                                                                     \
	}                                                                                                 \
	_Static_assert(1, "")

#endif
