/* select(2) and poll(2) have no callers here: selwakeup wakes who sleeps on the selinfo. */
#ifndef _SYS_SELINFO_H_
#define _SYS_SELINFO_H_

#include <sys/event.h>
#include <sys/systm.h>

struct selinfo {
	struct knlist si_note;
	int si_waiting;
};

#define SEL_WAITING(si) ((si)->si_waiting != 0)
#define selrecord(td, si) ((void)(td), (void)((si)->si_waiting = 1))
#define selwakeup(si) ((si)->si_waiting = 0, wakeup(si))
#define selwakeuppri(si, priority) selwakeup(si)
#define seldrain(si) selwakeup(si)

#endif
