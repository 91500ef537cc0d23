/* A barrier with a sense that is reversed each round, used twice. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { THREADS = 2 };
static atomic_int waiting;
static atomic_bool sense;
static int done[THREADS];

static void meet(bool *mine)
{
	*mine = !*mine;
	if (atomic_fetch_add(&waiting, 1) == THREADS - 1) {
		atomic_store(&waiting, 0);
		atomic_store(&sense, *mine);
	} else {
		while (atomic_load(&sense) != *mine)
			;
	}
}

static void *works(void *argument)
{
	int me = (int)(long)argument;
	bool mine = false;

	for (int round = 1; round <= 2; round++) {
		done[me] = round;
		meet(&mine);
		assert(done[1 - me] == round);
		meet(&mine);
	}
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, works, (void *)1L);
	works((void *)0L);
	pthread_join(a, NULL);
	return 0;
}
