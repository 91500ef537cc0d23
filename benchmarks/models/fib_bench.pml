/*
 * fib_bench: two threads add each other's variable to their own, N times. The twin of fib_bench.py.
 *
 * The largest value that can be reached is the Fibonacci number LIMIT = F(2N + 2). A process that is done waits
 * for ever at a valid end, so that SPIN's own step for the end of a process makes no states of its own.
 */
#ifndef N
#define N 5
#endif
#ifndef LIMIT
#define LIMIT 144
#endif

short i = 1, j = 1;

active proctype a()
{
	byte k;
	short x;

again:	x = i;
	x = x + j;
	if
	:: d_step { k + 1 < N -> assert(x <= LIMIT); i = x; x = 0; k++ }; goto again
	:: d_step { k + 1 >= N -> assert(x <= LIMIT); i = x; x = 0; k = 0 }
	fi;
end:	false
}

active proctype b()
{
	byte k;
	short x;

again:	x = j;
	x = x + i;
	if
	:: d_step { k + 1 < N -> assert(x <= LIMIT); j = x; x = 0; k++ }; goto again
	:: d_step { k + 1 >= N -> assert(x <= LIMIT); j = x; x = 0; k = 0 }
	fi;
end:	false
}
