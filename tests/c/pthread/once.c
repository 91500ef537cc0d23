/* Two threads want the same thing initialised, once. Right. */
#include <assert.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int table, calls;

static void initialise(void)
{
	calls++;
	table = 7;
}

static void *looks_up(void *unused)
{
	(void)unused;
	pthread_once(&once, initialise);
	assert(table == 7);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, looks_up, NULL);
	pthread_create(&b, NULL, looks_up, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(calls == 1);
	return 0;
}
