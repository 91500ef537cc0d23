/* condvar(9): src/unknot/kernel/condvar.py. */
#ifndef _SYS_CONDVAR_H_
#define _SYS_CONDVAR_H_

#include <sys/_lock.h>
#include <sys/queue.h>

struct cv {
	const char *cv_description;
};

void cv_init(struct cv *cvp, const char *desc) __UNKNOT(kernel.condvar, cv_init);
void cv_destroy(struct cv *cvp) __UNKNOT(kernel.condvar, cv_destroy);
void cv_wait(struct cv *cvp, void *lock) __UNKNOT(kernel.condvar, cv_wait);
void cv_wait_unlock(struct cv *cvp, void *lock) __UNKNOT(kernel.condvar, cv_wait_unlock);
int cv_wait_sig(struct cv *cvp, void *lock) __UNKNOT(kernel.condvar, cv_wait_sig);
int cv_timedwait(struct cv *cvp, void *lock, long timo) __UNKNOT(kernel.condvar, cv_timedwait);
int cv_timedwait_sig(struct cv *cvp, void *lock, long timo) __UNKNOT(kernel.condvar, cv_timedwait_sig);
void cv_signal(struct cv *cvp) __UNKNOT(kernel.condvar, cv_signal);
void cv_broadcast(struct cv *cvp) __UNKNOT(kernel.condvar, cv_broadcast);

#define cv_timedwait_sbt(cvp, lock, sbt, pr, flags) cv_timedwait((cvp), (lock), (sbt))
#define cv_timedwait_sig_sbt(cvp, lock, sbt, pr, flags) cv_timedwait_sig((cvp), (lock), (sbt))
#define cv_broadcastpri(cvp, priority) cv_broadcast(cvp)
#define cv_wmesg(cvp) ((cvp)->cv_description)

#endif
