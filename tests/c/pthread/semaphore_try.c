/* sem_trywait and sem_timedwait do not wait for ever: they say EAGAIN and ETIMEDOUT. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t tokens;

static void *takes(void *taken)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	if (sem_trywait(&tokens) == 0) {
		*(int *)taken = 1;
	} else {
		assert(errno == EAGAIN);
		*(int *)taken = sem_timedwait(&tokens, &until) == 0;
		assert(*(int *)taken || errno == ETIMEDOUT);
	}
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	int first = -1, second = -1;

	sem_init(&tokens, 0, 1);
	pthread_create(&a, NULL, takes, &first);
	pthread_create(&b, NULL, takes, &second);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(first + second == 1);
	return 0;
}
