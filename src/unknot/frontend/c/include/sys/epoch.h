/* epoch(9): src/unknot/kernel/epoch.py. */
#ifndef _SYS_EPOCH_H_
#define _SYS_EPOCH_H_

#include <sys/_epoch.h>

struct epoch;
typedef struct epoch *epoch_t;

struct epoch_tracker {
	struct epoch *et_epoch;
};
typedef struct epoch_tracker *epoch_tracker_t;

#define EPOCH_PREEMPT 0x1
#define EPOCH_LOCKED 0x2

epoch_t epoch_alloc(const char *name, int flags) __UNKNOT(kernel.epoch, epoch_alloc);
void epoch_free(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_free);
void epoch_enter(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_enter);
void epoch_exit(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_exit);
void epoch_enter_preempt(epoch_t epoch, epoch_tracker_t et) __UNKNOT(kernel.epoch, epoch_enter_preempt);
void epoch_exit_preempt(epoch_t epoch, epoch_tracker_t et) __UNKNOT(kernel.epoch, epoch_exit_preempt);
_Bool in_epoch(epoch_t epoch) __UNKNOT(kernel.epoch, in_epoch);
void epoch_wait(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_wait);
void epoch_wait_preempt(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_wait_preempt);
void epoch_call(epoch_t epoch, epoch_callback_t *callback, epoch_context_t ctx) __UNKNOT(kernel.epoch, epoch_call);
void epoch_drain_callbacks(epoch_t epoch) __UNKNOT(kernel.epoch, epoch_drain_callbacks);
epoch_t __unknot_net_epoch(void) __UNKNOT(kernel.epoch, the_net_epoch);
void __unknot_net_epoch_assert(void) __UNKNOT(kernel.epoch, NET_EPOCH_ASSERT);

#define net_epoch_preempt (__unknot_net_epoch())
#define net_epoch net_epoch_preempt
#define in_epoch_verbose(epoch, dump) in_epoch(epoch)

#define NET_EPOCH_ENTER(et) epoch_enter_preempt(net_epoch_preempt, &(et))
#define NET_EPOCH_EXIT(et) epoch_exit_preempt(net_epoch_preempt, &(et))
#define NET_EPOCH_WAIT() epoch_wait_preempt(net_epoch_preempt)
#define NET_EPOCH_CALL(callback, ctx) epoch_call(net_epoch_preempt, (callback), (ctx))
#define NET_EPOCH_DRAIN_CALLBACKS() epoch_drain_callbacks(net_epoch_preempt)
#define NET_EPOCH_ASSERT() __unknot_net_epoch_assert()

#endif
