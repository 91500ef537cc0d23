/* struct kqueue, for extracts of its code. */
#ifndef _SYS_EVENTVAR_H_
#define _SYS_EVENTVAR_H_

#include <sys/_task.h>
#include <sys/_mutex.h>
#include <sys/event.h>
#include <sys/selinfo.h>

#define KQ_NEVENTS 8
#define KQEXTENT 256

struct sigio;
struct filedesc;
struct ucred;

struct kqueue {
	struct mtx kq_lock;
	int kq_refcnt;
	TAILQ_ENTRY(kqueue) kq_list;
	TAILQ_HEAD(, knote) kq_head;
	int kq_count;
	struct selinfo kq_sel;
	struct sigio *kq_sigio;
	struct filedesc *kq_fdp;
	int kq_state;
#define KQ_SEL 0x01
#define KQ_SLEEP 0x02
#define KQ_FLUXWAIT 0x04
#define KQ_ASYNC 0x08
#define KQ_CLOSING 0x10
#define KQ_TASKSCHED 0x20
#define KQ_TASKDRAIN 0x40
	int kq_knlistsize;
	struct klist *kq_knlist;
	u_long kq_knhashmask;
	struct klist *kq_knhash;
	struct task kq_task;
	struct ucred *kq_cred;
};

#endif
