/* kqueue(2), kqueue(9): the interface, for extracts of its code. unknot's own kqueue is a system: src/unknot/systems/. */
#ifndef _SYS_EVENT_H_
#define _SYS_EVENT_H_

#include <sys/_kernel.h>
#include <sys/types.h>
#include <sys/queue.h>

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_AIO (-3)
#define EVFILT_VNODE (-4)
#define EVFILT_PROC (-5)
#define EVFILT_SIGNAL (-6)
#define EVFILT_TIMER (-7)
#define EVFILT_PROCDESC (-8)
#define EVFILT_FS (-9)
#define EVFILT_LIO (-10)
#define EVFILT_USER (-11)
#define EVFILT_SENDFILE (-12)
#define EVFILT_EMPTY (-13)
#define EVFILT_SYSCOUNT 13

struct kevent {
	uintptr_t ident;
	short filter;
	unsigned short flags;
	unsigned int fflags;
	int64_t data;
	void *udata;
	uint64_t ext[4];
};

#define EV_SET(kev, a, b, c, d, e, f) \
	(*(kev) = (struct kevent){ .ident = (a), .filter = (b), .flags = (c), .fflags = (d), .data = (e), .udata = (f) })

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
#define EV_FORCEONESHOT 0x0100
#define EV_KEEPUDATA 0x0200
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_RECEIPT 0x0040
#define EV_DISPATCH 0x0080
#define EV_SYSFLAGS 0xF000
#define EV_DROP 0x1000
#define EV_FLAG1 0x2000
#define EV_FLAG2 0x4000
#define EV_EOF 0x8000
#define EV_ERROR 0x4000

#define NOTE_FFNOP 0x00000000
#define NOTE_FFAND 0x40000000
#define NOTE_FFOR 0x80000000
#define NOTE_FFCOPY 0xc0000000
#define NOTE_FFCTRLMASK 0xc0000000
#define NOTE_FFLAGSMASK 0x00ffffff
#define NOTE_TRIGGER 0x01000000
#define NOTE_LOWAT 0x0001
#define NOTE_FILE_POLL 0x0002
#define NOTE_DELETE 0x0001
#define NOTE_WRITE 0x0002
#define NOTE_EXTEND 0x0004
#define NOTE_ATTRIB 0x0008
#define NOTE_LINK 0x0010
#define NOTE_RENAME 0x0020
#define NOTE_REVOKE 0x0040
#define NOTE_OPEN 0x0080
#define NOTE_CLOSE 0x0100
#define NOTE_CLOSE_WRITE 0x0200
#define NOTE_READ 0x0400
#define NOTE_EXIT 0x80000000
#define NOTE_FORK 0x40000000
#define NOTE_EXEC 0x20000000
#define NOTE_PCTRLMASK 0xf0000000
#define NOTE_PDATAMASK 0x000fffff
#define NOTE_TRACK 0x00000001
#define NOTE_TRACKERR 0x00000002
#define NOTE_CHILD 0x00000004
#define NOTE_SECONDS 0x00000001
#define NOTE_MSECONDS 0x00000002
#define NOTE_USECONDS 0x00000004
#define NOTE_NSECONDS 0x00000008
#define NOTE_ABSTIME 0x00000010
#define NOTE_SIGNAL 0x08000000

struct knote;
SLIST_HEAD(klist, knote);
struct kqueue;
TAILQ_HEAD(kqlist, kqueue);

struct knlist {
	struct klist kl_list;
	void (*kl_lock)(void *);
	void (*kl_unlock)(void *);
	void (*kl_assert_lock)(void *, int);	/* since FreeBSD 13; before: */
	void (*kl_assert_locked)(void *);
	void (*kl_assert_unlocked)(void *);
	void *kl_lockarg;
	int kl_autodestroy;
};

#define KNF_LISTLOCKED 0x0001
#define KNF_NOKQLOCK 0x0002

#define KNOTE(list, hint, flags) knote(list, hint, flags)
#define KNOTE_LOCKED(list, hint) knote(list, hint, KNF_LISTLOCKED)
#define KNOTE_UNLOCKED(list, hint) knote(list, hint, 0)
#define KNLIST_EMPTY(list) SLIST_EMPTY(&(list)->kl_list)

#define EVENT_REGISTER 1
#define EVENT_PROCESS 2

struct filterops {
	int f_isfd;
	int (*f_attach)(struct knote *kn);
	void (*f_detach)(struct knote *kn);
	int (*f_event)(struct knote *kn, long hint);
	void (*f_touch)(struct knote *kn, struct kevent *kev, unsigned long type);
};

struct file;
struct proc;

struct knote {
	SLIST_ENTRY(knote) kn_link;
	SLIST_ENTRY(knote) kn_selnext;
	struct knlist *kn_knlist;
	TAILQ_ENTRY(knote) kn_tqe;
	struct kqueue *kn_kq;
	struct kevent kn_kevent;
	void *kn_hook;
	int kn_hookid;
	int kn_status;
#define KN_ACTIVE 0x01
#define KN_QUEUED 0x02
#define KN_DISABLED 0x04
#define KN_DETACHED 0x08
#define KN_INFLUX 0x10
#define KN_MARKER 0x20
#define KN_KQUEUE 0x40
#define KN_HASKQLOCK 0x80
#define KN_SCAN 0x100
	int kn_influx;
	int kn_sfflags;
	int64_t kn_sdata;
	union {
		struct file *p_fp;
		struct proc *p_proc;
		void *p_v;
	} kn_ptr;
	const struct filterops *kn_fop;

#define kn_id kn_kevent.ident
#define kn_filter kn_kevent.filter
#define kn_flags kn_kevent.flags
#define kn_fflags kn_kevent.fflags
#define kn_data kn_kevent.data
#define kn_fp kn_ptr.p_fp
};

struct kevent_copyops {
	void *arg;
	int (*k_copyout)(void *arg, struct kevent *kevp, int count);
	int (*k_copyin)(void *arg, struct kevent *kevp, int count);
	size_t kevent_size;
};

struct mtx;
struct rwlock;
struct thread;

void knote(struct knlist *list, long hint, int lockflags);
void knlist_add(struct knlist *knl, struct knote *kn, int islocked);
void knlist_remove(struct knlist *knl, struct knote *kn, int islocked);
int knlist_empty(struct knlist *knl);
#if __FreeBSD_version >= 1300000
void knlist_init(struct knlist *knl, void *lock, void (*kl_lock)(void *), void (*kl_unlock)(void *),
    void (*kl_assert_lock)(void *, int));
#endif
void knlist_init_mtx(struct knlist *knl, struct mtx *lock);
void knlist_destroy(struct knlist *knl);
void knlist_cleardel(struct knlist *knl, struct thread *td, int islocked, int killkn);
#define knlist_clear(knl, islocked) knlist_cleardel((knl), NULL, (islocked), 0)
#define knlist_delete(knl, td, islocked) knlist_cleardel((knl), (td), (islocked), 1)

#endif
