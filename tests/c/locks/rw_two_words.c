/* A reader/writer lock in two words; a reader looks for a writer before it is counted. Wrong: both may enter. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int readers, writer;
static int value;

static void *reads(void *result)
{
	while (atomic_load(&writer))
		;
	atomic_fetch_add(&readers, 1);
	*(int *)result = value;
	atomic_fetch_sub(&readers, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int result;

	pthread_create(&a, NULL, reads, &result);
	atomic_store(&writer, 1);
	while (atomic_load(&readers))
		;
	value = 1;
	atomic_store(&writer, 0);
	pthread_join(a, NULL);
	return result > 1;
}
