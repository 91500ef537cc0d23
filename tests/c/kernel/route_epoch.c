/* Readers look at a route inside the network's epoch; who takes it away lets it be freed after them. Right. */
#include <sys/param.h>
#include <sys/epoch.h>
#include <sys/malloc.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <assert.h>
#include <pthread.h>

struct route {
	struct epoch_context ctx;
	int mtu;
};

static struct route *table;

static void *sends(void *unused)
{
	struct epoch_tracker et;
	struct route *r;

	NET_EPOCH_ENTER(et);
	r = atomic_load_acq_ptr(&table);
	if (r != NULL)
		assert(r->mtu == 1500);
	NET_EPOCH_EXIT(et);
	return (NULL);
}

static void route_free(epoch_context_t ctx)
{
	free(__containerof(ctx, struct route, ctx), M_TEMP);
}

int main(void)
{
	struct route *r = malloc(sizeof(*r), M_TEMP, M_WAITOK | M_ZERO);
	pthread_t a;

	r->mtu = 1500;
	table = r;
	pthread_create(&a, NULL, sends, NULL);
	atomic_store_rel_ptr(&table, NULL);
#ifdef AT_ONCE
	route_free(&r->ctx);
#else
	NET_EPOCH_CALL(route_free, &r->ctx);
#endif
	pthread_join(a, NULL);
	return (0);
}
