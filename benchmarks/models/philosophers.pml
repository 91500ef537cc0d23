/*
 * N dining philosophers, endless. The twin of philosophers.py. With ORDERED the last one takes his forks the other
 * way round, which cannot deadlock.
 */
#ifndef N
#define N 4
#endif
#ifndef ORDERED
#define ORDERED 1
#endif
#define RIGHT	((_pid + 1) % N)
#define SWAP	(ORDERED && _pid == N - 1)
#define FIRST	(SWAP -> RIGHT : _pid)
#define SECOND	(SWAP -> _pid : RIGHT)

byte fork[N];
byte eating[N];

active [N] proctype philosopher()
{
	do
	:: d_step { fork[FIRST] == 0 -> fork[FIRST] = 1 };
	   d_step { fork[SECOND] == 0 -> fork[SECOND] = 1 };
	   eating[_pid] = 1;
	   assert(eating[RIGHT] == 0);
	   eating[_pid] = 0;
	   fork[FIRST] = 0;
	   fork[SECOND] = 0
	od
}
