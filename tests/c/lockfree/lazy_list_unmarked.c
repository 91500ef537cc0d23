/* The list without marks: the node before may itself have been taken out. Wrong: a removal is lost. */
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

struct node {
	int key;
	_Atomic(struct node *) next;
	pthread_mutex_t lock;
};

static struct node last = { .key = INT_MAX }, two = { .key = 2, .next = &last }, one = { .key = 1, .next = &two };
static struct node first = { .key = INT_MIN, .next = &one };

static void take(int key)
{
	struct node *before = &first, *node = before->next;

	while (node->key < key) {
		before = node;
		node = node->next;
	}
	pthread_mutex_lock(&before->lock);
	pthread_mutex_lock(&node->lock);
	before->next = (struct node *)node->next;
	pthread_mutex_unlock(&node->lock);
	pthread_mutex_unlock(&before->lock);
}

static void *takes_one(void *unused)
{
	(void)unused;
	take(1);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, takes_one, NULL);
	take(2);
	pthread_join(a, NULL);
	assert(first.next == &last);
	return 0;
}
