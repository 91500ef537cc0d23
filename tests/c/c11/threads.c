/* C11 threads, a mutex and a condition variable; a thread's result. Right. */
#include <assert.h>
#include <threads.h>

static mtx_t lock;
static cnd_t changed;
static int ready;

static int sets(void *value)
{
	mtx_lock(&lock);
	ready = *(int *)value;
	cnd_signal(&changed);
	mtx_unlock(&lock);
	return -3;
}

int main(void)
{
	thrd_t a;
	int value = 9, result;

	assert(mtx_init(&lock, mtx_plain) == thrd_success);
	assert(cnd_init(&changed) == thrd_success);
	assert(thrd_create(&a, sets, &value) == thrd_success);
	mtx_lock(&lock);
	while (!ready)
		cnd_wait(&changed, &lock);
	assert(ready == 9);
	mtx_unlock(&lock);
	assert(thrd_join(a, &result) == thrd_success && result == -3);
	mtx_destroy(&lock);
	cnd_destroy(&changed);
	return 0;
}
