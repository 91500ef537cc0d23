#include "queue.h"

void queue_init(struct queue *queue)
{
	queue->first = 0;
	queue->last = &queue->first;
}

void queue_put(struct queue *queue, struct item *item)
{
	item->next = 0;
	*queue->last = item;
	queue->last = &item->next;
}

struct item *queue_get(struct queue *queue)
{
	struct item *item = queue->first;

	queue->first = item->next;
	if (queue->first == 0)
		queue->last = &queue->first;
	return item;
}
