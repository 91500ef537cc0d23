/* A program of two files: each has a static variable of the same name, and they share a global one. Right. */
#include <assert.h>
#include <pthread.h>

extern int shared;
extern int bump(int by);
extern pthread_mutex_t lock;
static int hidden = 100;

static void *bumps(void *unused)
{
	(void)unused;
	bump(1);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, bumps, NULL);
	hidden += bump(2) > 0;
	pthread_join(a, NULL);
	pthread_mutex_lock(&lock);
	assert(shared == 3 && hidden == 101 && bump == bump);
	pthread_mutex_unlock(&lock);
	return 0;
}
