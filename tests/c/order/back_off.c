/* The thread that goes against the order only tries, and lets go when it fails. Right. */
#include <pthread.h>
#include <sched.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int moved;

static void *forwards(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	moved++;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t other;

	pthread_create(&other, NULL, forwards, NULL);
	for (;;) {
		pthread_mutex_lock(&b);
		if (pthread_mutex_trylock(&a) == 0)
			break;
		pthread_mutex_unlock(&b);
		sched_yield();
	}
	moved++;
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	pthread_join(other, NULL);
	return moved != 2;
}
