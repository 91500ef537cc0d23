/* All threads get the address of the loop's variable. Wrong: a data race with the loop. */
#include <pthread.h>

static int seen[2];

static void *works(void *argument)
{
	seen[*(int *)argument] = 1;
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	int i;

	for (i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, works, &i);
	for (int j = 0; j < 2; j++)
		pthread_join(threads[j], NULL);
	return 0;
}
