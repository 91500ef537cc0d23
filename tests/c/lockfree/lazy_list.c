/* A sorted list: removing marks a node under locks, looking up takes none. Right. */
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct node {
	int key;
	atomic_bool gone;
	_Atomic(struct node *) next;
	pthread_mutex_t lock;
};

static struct node last = { .key = INT_MAX }, two = { .key = 2, .next = &last }, one = { .key = 1, .next = &two };
static struct node first = { .key = INT_MIN, .next = &one };

static bool valid(struct node *before, struct node *node)
{
	return !before->gone && !node->gone && before->next == node;
}

static bool take(int key)
{
	for (;;) {
		struct node *before = &first, *node = before->next;
		bool done = false, found = false;

		while (node->key < key) {
			before = node;
			node = node->next;
		}
		pthread_mutex_lock(&before->lock);
		pthread_mutex_lock(&node->lock);
		if (valid(before, node)) {
			done = true;
			found = node->key == key;
			if (found) {
				node->gone = true;
				before->next = (struct node *)node->next;
			}
		}
		pthread_mutex_unlock(&node->lock);
		pthread_mutex_unlock(&before->lock);
		if (done)
			return found;
	}
}

static void *takes_one(void *unused)
{
	(void)unused;
	assert(take(1));
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, takes_one, NULL);
	assert(take(2));
	pthread_join(a, NULL);
	assert(first.next == &last);
	return 0;
}
