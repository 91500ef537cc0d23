/* What atomic(9) gives and leaves, one after the other, in words of all sizes. Right. */
#include <sys/param.h>
#include <machine/atomic.h>
#include <assert.h>

static volatile u_char c;
static volatile u_short s;
static volatile u_int i;
static volatile u_long l;
static int x, *volatile p;

static void ints(void)
{
	u_int seen = 5;

	atomic_store_int(&i, 6);
	atomic_add_int(&i, -1);
	assert(atomic_load_acq_int(&i) == 5);
	atomic_set_acq_int(&i, 0x10);
	atomic_clear_rel_int(&i, 0x1);
	assert(i == 0x14);
	assert(!atomic_cmpset_int(&i, 5, 7) && i == 0x14);
	assert(atomic_cmpset_rel_int(&i, 0x14, 7) && i == 7);
	assert(!atomic_fcmpset_acq_int(&i, &seen, 9) && seen == 7 && i == 7);
	assert(atomic_fcmpset_int(&i, &seen, 9) && i == 9);
	assert(atomic_fetchadd_int(&i, 3) == 9 && atomic_swap_int(&i, 1) == 12);
	assert(atomic_testandset_int(&i, 33) == 0 && i == 3);
	assert(atomic_testandclear_int(&i, 0) == 1 && i == 2);
	assert(atomic_readandclear_int(&i) == 2 && i == 0);
	atomic_subtract_int(&i, 1);
	assert(i == 0xffffffff);
}

static void others(void)
{
	uintptr_t old;

	atomic_set_char(&c, 0x81);
	atomic_clear_8(&c, 0x80);
	assert(c == 1 && atomic_cmpset_8(&c, 1, 255));
	atomic_add_char(&c, 2);
	assert(c == 1);
	atomic_store_rel_short(&s, 0xffff);
	atomic_add_16(&s, 1);
	assert(s == 0);
	atomic_add_long(&l, 1UL << 40);
	assert(atomic_fetchadd_64(&l, 1) == 1UL << 40);
	assert(atomic_testandset_long(&l, 63) == 0 && l == (1UL << 63 | 1UL << 40 | 1));
	assert(atomic_cmpset_ptr(&p, 0, &x) && p == &x);
	atomic_store_rel_ptr(&p, NULL);
	assert(atomic_load_ptr(&p) == NULL);
	old = 0;
	assert(atomic_fcmpset_rel_ptr(&p, &old, (uintptr_t)&x));
	*p = 4;
	assert(x == 4);
}

int main(void)
{
	ints();
	others();
	atomic_thread_fence_seq_cst();
	return (0);
}
