/* call_once, thread-specific storage with a destructor, and a thread-local variable. Right. */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static _Thread_local int mine = 10;
static atomic_int destroyed;

static void destroy(void *data)
{
	assert(*(int *)data == 1);
	atomic_fetch_add(&destroyed, 1);
}

static void make_key(void)
{
	assert(tss_create(&key, destroy) == thrd_success);
}

static int uses(void *one)
{
	call_once(&once, make_key);
	assert(tss_get(key) == NULL);
	tss_set(key, one);
	mine++;
	assert(mine == 11);
	return 0;
}

int main(void)
{
	thrd_t a, b;
	int one = 1;

	thrd_create(&a, uses, &one);
	thrd_create(&b, uses, &one);
	thrd_join(a, NULL);
	thrd_join(b, NULL);
	assert(destroyed == 2 && mine == 10);
	return 0;
}
