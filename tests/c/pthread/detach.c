/* A detached thread is waited for with a flag; another one is created detached. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ended;

static void *ends(void *unused)
{
	(void)unused;
	atomic_fetch_add(&ended, 1);
	return NULL;
}

static void *detaches(void *unused)
{
	assert(pthread_detach(pthread_self()) == 0);
	return ends(unused);
}

int main(void)
{
	pthread_attr_t attr;
	pthread_t a, b;
	int state;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_getdetachstate(&attr, &state);
	assert(state == PTHREAD_CREATE_DETACHED);
	assert(pthread_create(&a, &attr, ends, NULL) == 0);
	assert(pthread_create(&b, NULL, detaches, NULL) == 0);
	pthread_attr_destroy(&attr);
	while (atomic_load(&ended) < 2)
		;
	return 0;
}
