/* A pointer is checked, and another thread clears it before it is used. Wrong: a null pointer. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct config {
	int refreshed, limit;
};

static struct config first = { 0, 10 };
static _Atomic(struct config *) current = &first;

static void *clears(void *unused)
{
	(void)unused;
	atomic_store(&current, NULL);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int limit = 0;

	pthread_create(&a, NULL, clears, NULL);
	if (atomic_load(&current) != NULL)
		limit = atomic_load(&current)->limit;
	pthread_join(a, NULL);
	return limit > 10;
}
