/* On its way out after an error a worker forgets to give the token back. Wrong: the other waits for ever. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t tokens;
static atomic_int broken;

static int works(void)
{
	return atomic_exchange(&broken, 1) ? -1 : 0;
}

static void *takes(void *unused)
{
	(void)unused;
	sem_wait(&tokens);
	if (works() < 0)
		return NULL;
	sem_post(&tokens);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	sem_init(&tokens, 0, 1);
	pthread_create(&a, NULL, takes, NULL);
	pthread_create(&b, NULL, takes, NULL);
	takes(NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
