/* Packets on their way: a queue of two under a mutex; what does not fit is dropped, nothing is lost. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mbuf.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

static struct mtx lock;
static struct mbufq queue;
static u_int drops;
MTX_SYSINIT(lock, &lock, "queue", MTX_DEF);

static void *sends(void *unused)
{
	struct mbuf *m = m_gethdr(M_NOWAIT, MT_DATA);

	if (m == NULL)
		return (NULL);
	m->m_len = m->m_pkthdr.len = 1;
	*mtod(m, char *) = 'x';
	mtx_lock(&lock);
	if (mbufq_enqueue(&queue, m) != 0) {
		drops++;
		m_freem(m);
	}
	mtx_unlock(&lock);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;
	struct mbuf *m;
	int seen = 0;

	mbufq_init(&queue, 1);
	pthread_create(&a, NULL, sends, NULL);
	pthread_create(&b, NULL, sends, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	while ((m = mbufq_dequeue(&queue)) != NULL) {
		assert(*mtod(m, char *) == 'x' && (m->m_flags & M_PKTHDR) != 0);
		m_freem(m);
		seen++;
	}
	assert(seen <= 1 && drops <= 1 && mbufq_len(&queue) == 0);
	return (0);
}
