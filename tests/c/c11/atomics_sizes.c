/* Atomics of one, two, four, eight and sixteen bytes, with every operation, from two threads. Right. */
#include <assert.h>
#include <stdatomic.h>
#include <stdint.h>
#include <threads.h>

struct pair {
	uint64_t low, high;
};

static _Atomic uint8_t byte;
static _Atomic int16_t half = -1;
static _Atomic uint32_t word;
static _Atomic int64_t wide;
static _Atomic(struct pair) pair;
static atomic_bool flag;
static _Atomic(uint64_t *) pointer;
static uint64_t cells[4];

static int adds(void *unused)
{
	struct pair old, new;

	(void)unused;
	atomic_fetch_add(&byte, 200);
	half++;
	atomic_fetch_or(&word, 1u << 31);
	wide -= INT64_C(1) << 40;
	old = atomic_load(&pair);
	do {
		new.low = old.low + 1;
		new.high = old.high - 1;
	} while (!atomic_compare_exchange_weak(&pair, &old, new));
	return 0;
}

int main(void)
{
	struct pair end;
	thrd_t a;

	pointer = cells;
	thrd_create(&a, adds, NULL);
	adds(NULL);
	thrd_join(a, NULL);
	assert(byte == (uint8_t)400);
	assert(half == 1);
	assert(word == 0x80000000u);
	assert(wide == -(INT64_C(1) << 41));
	end = pair;
	assert(end.low == 2 && end.high == -UINT64_C(2));
	assert(!atomic_exchange(&flag, 1) && flag);
	assert(atomic_fetch_add(&pointer, 2) == cells && pointer - cells == 2);
	assert(atomic_fetch_and(&byte, 0x0f) == 0x90 && byte == 0);
	assert(atomic_fetch_xor(&byte, 0xff) == 0 && byte == 0xff);
	assert(atomic_fetch_sub(&half, 3) == 1 && half == -2);
	half = 0x7fff;
	half++;
	assert(half == -0x8000);
	return 0;
}
