/* What the macros of queue(3) leave, one after the other. Right. */
#include <sys/param.h>
#include <sys/queue.h>
#include <assert.h>

struct e {
	int key;
	SLIST_ENTRY(e) s;
	STAILQ_ENTRY(e) q;
	LIST_ENTRY(e) l;
	TAILQ_ENTRY(e) t;
};

static struct e e[4] = { { 1 }, { 2 }, { 3 }, { 4 } };

/* The keys of a list as decimal digits. */
#define KEYS(KIND, head, field) ({                      \
	int keys = 0;                                   \
	struct e *each;                                 \
	KIND##_FOREACH(each, head, field)               \
		keys = keys * 10 + each->key;           \
	keys;                                           \
})

static void slists(void)
{
	SLIST_HEAD(, e) a = SLIST_HEAD_INITIALIZER(a), b;
	struct e *x, *next;

	SLIST_INIT(&b);
	SLIST_INSERT_HEAD(&a, &e[0], s);
	SLIST_INSERT_AFTER(&e[0], &e[1], s);
	SLIST_INSERT_AFTER(&e[1], &e[2], s);
	SLIST_INSERT_HEAD(&b, &e[3], s);
	SLIST_CONCAT(&a, &b, e, s);
	assert(KEYS(SLIST, &a, s) == 1234 && SLIST_EMPTY(&b));
	SLIST_REMOVE(&a, &e[2], e, s);
	SLIST_REMOVE_AFTER(&e[0], s);
	assert(KEYS(SLIST, &a, s) == 14);
	SLIST_SWAP(&a, &b, e);
	SLIST_FOREACH_SAFE(x, &b, s, next)
		SLIST_REMOVE_HEAD(&b, s);
	assert(SLIST_EMPTY(&a) && SLIST_EMPTY(&b));
}

static void stailqs(void)
{
	STAILQ_HEAD(, e) a = STAILQ_HEAD_INITIALIZER(a), b;

	STAILQ_INIT(&b);
	STAILQ_INSERT_TAIL(&a, &e[0], q);
	STAILQ_INSERT_TAIL(&a, &e[1], q);
	STAILQ_INSERT_HEAD(&b, &e[3], q);
	STAILQ_INSERT_HEAD(&b, &e[2], q);
	STAILQ_CONCAT(&a, &b);
	assert(KEYS(STAILQ, &a, q) == 1234 && STAILQ_EMPTY(&b) && STAILQ_LAST(&a, e, q) == &e[3]);
	STAILQ_REMOVE(&a, &e[3], e, q);
	STAILQ_REMOVE_HEAD(&a, q);
	STAILQ_SWAP(&a, &b, e);
	STAILQ_INSERT_AFTER(&b, &e[2], &e[3], q);
	assert(KEYS(STAILQ, &b, q) == 234 && STAILQ_EMPTY(&a));
	STAILQ_REMOVE_AFTER(&b, &e[2], q);
	STAILQ_INSERT_TAIL(&b, &e[0], q);
	STAILQ_INSERT_TAIL(&a, &e[3], q);
	assert(KEYS(STAILQ, &b, q) == 231 && KEYS(STAILQ, &a, q) == 4);
}

static void lists(void)
{
	LIST_HEAD(, e) a = LIST_HEAD_INITIALIZER(a), b;

	LIST_INIT(&b);
	LIST_INSERT_HEAD(&a, &e[1], l);
	LIST_INSERT_BEFORE(&e[1], &e[0], l);
	LIST_INSERT_AFTER(&e[1], &e[2], l);
	assert(KEYS(LIST, &a, l) == 123 && LIST_PREV(&e[2], &a, e, l) == &e[1] && !LIST_PREV(&e[0], &a, e, l));
	LIST_REPLACE(&e[1], &e[3], l);
	LIST_SWAP(&a, &b, e, l);
	LIST_INSERT_HEAD(&a, &e[1], l);
	LIST_CONCAT(&a, &b, e, l);
	assert(KEYS(LIST, &a, l) == 2143 && LIST_EMPTY(&b));
	LIST_REMOVE(&e[0], l);
	LIST_REMOVE(&e[1], l);
	assert(KEYS(LIST, &a, l) == 43);
}

static void tailqs(void)
{
	TAILQ_HEAD(head, e) a = TAILQ_HEAD_INITIALIZER(a), b;
	struct e *x, *before;
	int keys = 0;

	TAILQ_INIT(&b);
	TAILQ_INSERT_TAIL(&a, &e[1], t);
	TAILQ_INSERT_HEAD(&a, &e[0], t);
	TAILQ_INSERT_AFTER(&a, &e[1], &e[3], t);
	TAILQ_INSERT_BEFORE(&e[3], &e[2], t);
	assert(KEYS(TAILQ, &a, t) == 1234 && TAILQ_LAST(&a, head) == &e[3] && TAILQ_LAST_FAST(&a, e, t) == &e[3]);
	assert(TAILQ_PREV(&e[1], head, t) == &e[0] && TAILQ_PREV_FAST(&e[0], &a, e, t) == NULL);
	TAILQ_REMOVE(&a, &e[3], t);
	TAILQ_SWAP(&a, &b, e, t);
	TAILQ_INSERT_TAIL(&a, &e[3], t);
	TAILQ_CONCAT(&a, &b, t);
	TAILQ_FOREACH_REVERSE_SAFE(x, &a, head, t, before)
		keys = keys * 10 + x->key;
	assert(keys == 3214 && TAILQ_EMPTY(&b));
	TAILQ_REMOVE(&a, &e[3], t);
	TAILQ_REPLACE(&a, &e[2], &e[3], t);
	assert(KEYS(TAILQ, &a, t) == 124 && TAILQ_LAST(&a, head) == &e[3]);
}

int main(void)
{
	slists();
	stailqs();
	lists();
	tailqs();
	return (0);
}
