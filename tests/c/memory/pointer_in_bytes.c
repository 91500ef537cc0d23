/* A pointer goes to another thread through memcpy, at an address that is none of a word. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static char message[16];
static atomic_int ready;

static void *takes(void *unused)
{
	int *got;

	if (atomic_load(&ready)) {
		memcpy(&got, message + 3, sizeof(got));
		assert(*got == 1);
		*got = 2;
		atomic_store(&ready, 0);
	}
	return unused;
}

int main(void)
{
	int *given = malloc(sizeof(*given));
	pthread_t a;

	pthread_create(&a, NULL, takes, NULL);
	*given = 1;
	memcpy(message + 3, &given, sizeof(given));
	atomic_store(&ready, 1);
	pthread_join(a, NULL);
	assert(*given == (atomic_load(&ready) ? 1 : 2));
	free(given);
	return 0;
}
