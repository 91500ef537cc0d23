/* A list of locked nodes; who walks over it takes the next node's lock before it lets go of the last. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct node {
	pthread_mutex_t lock;
	int key;
	struct node *next;
};

static struct node *head;

static struct node *node_of(int key, struct node *next)
{
	struct node *node = malloc(sizeof *node);

	pthread_mutex_init(&node->lock, NULL);
	node->key = key;
	node->next = next;
	return node;
}

static void insert(int key)
{
	struct node *before = head, *node;

	pthread_mutex_lock(&before->lock);
	while ((node = before->next) != NULL) {
		pthread_mutex_lock(&node->lock);
		if (node->key >= key) {
			pthread_mutex_unlock(&node->lock);
			break;
		}
		pthread_mutex_unlock(&before->lock);
		before = node;
	}
	before->next = node_of(key, node);
	pthread_mutex_unlock(&before->lock);
}

static void *inserts(void *key)
{
	insert((int)(long)key);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	struct node *node;
	int last = 0;

	head = node_of(0, node_of(2, NULL));
	pthread_create(&a, NULL, inserts, (void *)1L);
	pthread_create(&b, NULL, inserts, (void *)3L);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	for (node = head->next; node; node = node->next)
		assert(node->key == ++last);
	assert(last == 3);
	return 0;
}
