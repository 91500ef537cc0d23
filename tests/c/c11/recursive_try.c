/* A recursive C11 mutex; mtx_trylock says thrd_busy to others. Right. */
#include <assert.h>
#include <threads.h>

static mtx_t lock;

static int tries(void *unused)
{
	(void)unused;
	assert(mtx_trylock(&lock) == thrd_busy);
	thrd_exit(4);
}

int main(void)
{
	thrd_t a;
	int result;

	mtx_init(&lock, mtx_plain | mtx_recursive);
	assert(mtx_lock(&lock) == thrd_success);
	assert(mtx_trylock(&lock) == thrd_success);
	thrd_create(&a, tries, NULL);
	thrd_yield();
	thrd_join(a, &result);
	assert(result == 4);
	mtx_unlock(&lock);
	mtx_unlock(&lock);
	return 0;
}
