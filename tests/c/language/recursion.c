/* Recursion: Ackermann's function, and two functions that call each other. Right. */
#include <assert.h>
#include <stdbool.h>

static unsigned ackermann(unsigned m, unsigned n)
{
	if (m == 0)
		return n + 1;
	if (n == 0)
		return ackermann(m - 1, 1);
	return ackermann(m - 1, ackermann(m, n - 1));
}

static bool odd(int n);
static bool even(int n) { return n == 0 || odd(n - 1); }
static bool odd(int n) { return n != 0 && even(n - 1); }

static void hanoi(int n, int *moves, char from, char to, char over)
{
	if (n == 0)
		return;
	hanoi(n - 1, moves, from, over, to);
	++*moves;
	hanoi(n - 1, moves, over, to, from);
}

int main(void)
{
	int moves = 0;

	assert(ackermann(2, 3) == 9);
	assert(even(10) && odd(7) && !even(9));
	hanoi(5, &moves, 'a', 'b', 'c');
	assert(moves == 31);
	return 0;
}
