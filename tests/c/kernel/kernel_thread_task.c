/* taskqueue_thread is there without being made; two interrupts make one run or two. Right. */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/taskqueue.h>
#include <machine/atomic.h>
#include <assert.h>
#include <pthread.h>

static u_int runs, total;

static void works(void *context, int pending)
{
	assert(context == &total && (pending == 1 || pending == 2));
	atomic_add_int(&runs, 1);
	atomic_add_int(&total, pending);
}

static struct task task = TASK_INITIALIZER(0, works, &total);

static void *interrupts(void *unused)
{
	taskqueue_enqueue(taskqueue_thread, &task);
	return (NULL);
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, interrupts, NULL);
	taskqueue_enqueue(taskqueue_thread, &task);
	pthread_join(t, NULL);
	taskqueue_drain(taskqueue_thread, &task);
	assert(atomic_load_int(&total) == 2 && (runs == 1 || runs == 2));
	return (0);
}
