/* Writers change two words under an sx lock and sleep with it; readers share it and see both or none. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/sx.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

static struct sx lock;
static int *current;
static int generation;
SX_SYSINIT(configuration, &lock, "configuration");

static void *reads(void *unused)
{
	sx_slock(&lock);
	sx_assert(&lock, SA_SLOCKED);
	if (current != NULL)
		assert(*current == generation);
	sx_sunlock(&lock);
	return (NULL);
}

static void configure(void)
{
	int *old, *new;

	sx_xlock(&lock);
	new = malloc(sizeof(*new), M_TEMP, M_WAITOK);
	old = current;
	*new = ++generation;
	current = new;
	sx_downgrade(&lock);
	assert(*current == generation);
	sx_unlock(&lock);
	free(old, M_TEMP);
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, reads, NULL);
	configure();
	configure();
	pthread_join(a, NULL);
	free(current, M_TEMP);
	return (0);
}
