/* mbuf(9), as far as queues of packets need it: src/unknot/kernel/mbuf.py. There are no clusters: an mbuf holds MLEN
 * bytes of its own. */
#ifndef _SYS_MBUF_H_
#define _SYS_MBUF_H_

#include <sys/_kernel.h>
#include <sys/types.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/systm.h>

#define MLEN 64
#define MHLEN MLEN

struct ifnet;
struct m_tag;

struct pkthdr {
	struct ifnet *rcvif;
	struct m_tag *tags;
	int len;
	uint32_t flowid;
	uint32_t csum_flags;
	uint16_t fibnum;
	uint16_t ether_vtag;
	void *PH_loc;
};

struct mbuf {
	struct mbuf *m_next;
	struct mbuf *m_nextpkt;
	caddr_t m_data;
	int m_len;
	int m_type;
	int m_flags;
	int m_refs;
	struct pkthdr m_pkthdr;
	char m_dat[MLEN];
};
#define m_pktdat m_dat

#define MT_NOTMBUF 0
#define MT_DATA 1
#define MT_HEADER MT_DATA
#define MT_SONAME 8
#define MT_CONTROL 14

#define M_EXT 0x00000001
#define M_PKTHDR 0x00000002
#define M_EOR 0x00000004
#define M_RDONLY 0x00000008
#define M_BCAST 0x00000010
#define M_MCAST 0x00000020
#define M_PROMISC 0x00000040
#define M_VLANTAG 0x00000080
#define M_PROTO1 0x00002000
#define M_PROTO2 0x00004000
#define M_PROTO3 0x00008000

#define mtod(m, t) ((t)((m)->m_data))
#define M_LEADINGSPACE(m) ((m)->m_data - (m)->m_dat)
#define M_TRAILINGSPACE(m) ((m)->m_dat + MLEN - ((m)->m_data + (m)->m_len))
#define M_ASSERTPKTHDR(m) \
	KASSERT((m) != NULL && ((m)->m_flags & M_PKTHDR) != 0, ("%s: no mbuf packet header!", __func__))

struct mbuf *m_get(int how, short type) __UNKNOT(kernel.mbuf, m_get);
struct mbuf *m_gethdr(int how, short type) __UNKNOT(kernel.mbuf, m_gethdr);
struct mbuf *m_free(struct mbuf *m) __UNKNOT(kernel.mbuf, m_free);
void m_freem(struct mbuf *m) __UNKNOT(kernel.mbuf, m_freem);
void m_adj(struct mbuf *m, int length) __UNKNOT(kernel.mbuf, m_adj);
u_int m_length(struct mbuf *m, struct mbuf **last) __UNKNOT(kernel.mbuf, m_length);

#define m_getcl(how, type, flags) m_gethdr((how), (type))
#define MGET(m, how, type) ((m) = m_get((how), (type)))
#define MGETHDR(m, how, type) ((m) = m_gethdr((how), (type)))

/* A queue of packets; its owner's lock protects it. */
struct mbufq {
	STAILQ_HEAD(, mbuf_queued) mq_head;
	int mq_len;
	int mq_maxlen;
};

void mbufq_init(struct mbufq *mq, int maxlen) __UNKNOT(kernel.mbuf, mbufq_init);
struct mbuf *mbufq_first(const struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_first);
int mbufq_len(const struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_len);
_Bool mbufq_full(const struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_full);
_Bool mbufq_empty(const struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_empty);
int mbufq_enqueue(struct mbufq *mq, struct mbuf *m) __UNKNOT(kernel.mbuf, mbufq_enqueue);
struct mbuf *mbufq_dequeue(struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_dequeue);
void mbufq_prepend(struct mbufq *mq, struct mbuf *m) __UNKNOT(kernel.mbuf, mbufq_prepend);
struct mbuf *mbufq_flush(struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_flush);
void mbufq_drain(struct mbufq *mq) __UNKNOT(kernel.mbuf, mbufq_drain);
void mbufq_concat(struct mbufq *to, struct mbufq *from) __UNKNOT(kernel.mbuf, mbufq_concat);

#endif
