/* The flag is plain and read without the lock before waiting. Wrong: a data race. */
#include <threads.h>

static mtx_t lock;
static cnd_t changed;
static int ready;

static int sets(void *unused)
{
	(void)unused;
	mtx_lock(&lock);
	ready = 1;
	cnd_broadcast(&changed);
	mtx_unlock(&lock);
	return 0;
}

int main(void)
{
	thrd_t a;

	mtx_init(&lock, mtx_plain);
	cnd_init(&changed);
	thrd_create(&a, sets, NULL);
	if (!ready) {
		mtx_lock(&lock);
		while (!ready)
			cnd_wait(&changed, &lock);
		mtx_unlock(&lock);
	}
	thrd_join(a, NULL);
	return 0;
}
