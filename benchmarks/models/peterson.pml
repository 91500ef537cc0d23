/*
 * Peterson's algorithm for N processes (the filter lock), endless. The twin of peterson.py.
 *
 * One statement is one access of shared memory, together with the private computation that follows it: d_step
 * puts both into one transition, and the choice of a branch stands in the guard. Locals are zeroed when dead.
 */
#ifndef N
#define N 4
#endif
#define NEXT	(j + 1 + (j + 1 == _pid))	/* the next other process */
#define LAST	(NEXT >= N)			/* there is none: this level is won */

byte level[N];
byte last[N];
byte inside;

active [N] proctype user()
{
	byte l = 1, j;

again:	level[_pid] = l;
	d_step { last[l] = _pid; j = (_pid == 0) };
wait:	if
	:: level[j] >= l -> goto check
	:: d_step { level[j] < l && !LAST -> j = NEXT }; goto wait
	:: d_step { level[j] < l && LAST && l + 1 < N -> j = 0; l++ }; goto again
	:: d_step { level[j] < l && LAST && l + 1 == N -> j = 0; l = 0 }; goto enter
	fi;
check:	if
	:: last[l] == _pid -> goto wait
	:: d_step { last[l] != _pid && !LAST -> j = NEXT }; goto wait
	:: d_step { last[l] != _pid && LAST && l + 1 < N -> j = 0; l++ }; goto again
	:: d_step { last[l] != _pid && LAST && l + 1 == N -> j = 0; l = 0 }; goto enter
	fi;
enter:	assert(inside == 0);
	inside = 1;
	inside = 0;
	d_step { level[_pid] = 0; l = 1 };
	goto again
}
