/* The packet's length is read after the packet was given to the queue, whose other end has freed it. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mbuf.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <pthread.h>

static struct mtx lock;
static struct mbufq queue;
static int bytes;
MTX_SYSINIT(lock, &lock, "queue", MTX_DEF);

static void *drains(void *unused)
{
	mtx_lock(&lock);
	mbufq_drain(&queue);
	mtx_unlock(&lock);
	return (NULL);
}

int main(void)
{
	pthread_t t;
	struct mbuf *m = m_gethdr(M_WAITOK, MT_DATA);

	mbufq_init(&queue, 4);
	m->m_len = 20;
	pthread_create(&t, NULL, drains, NULL);
	mtx_lock(&lock);
	mbufq_enqueue(&queue, m);
	mtx_unlock(&lock);
	bytes += m->m_len;
	pthread_join(t, NULL);
	return (0);
}
