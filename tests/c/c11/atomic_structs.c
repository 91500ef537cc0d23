/* Atomic structs: the padding of what is exchanged was never written. Right. */
#include <assert.h>
#include <stdatomic.h>

struct three { int a, b, c; };
struct small { char a, b, c; };
struct gap { char a; int b; };

static _Atomic struct three three;
static _Atomic struct small small;
static _Atomic struct gap gap;

int main(void)
{
	struct three first = { 1, 2, 3 }, second = { 4, 5, 6 };
	struct small little = { 1, 2, 3 };
	struct gap hole;

	three = first;
	first = three;
	assert(first.b == 2 && first.c == 3);
	assert(atomic_compare_exchange_strong(&three, &first, second));
	first = atomic_exchange(&three, first);
	assert(first.a == 4 && first.c == 6);
	small = little;
	little = small;
	assert(little.c == 3);
	hole.a = 7;
	hole.b = 8;
	gap = hole;
	hole = atomic_load(&gap);
	assert(hole.a == 7 && hole.b == 8);
	return 0;
}
