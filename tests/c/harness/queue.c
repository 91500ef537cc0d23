#include "queue.h"

unsigned long puts_done;

void
queue_init(queue_t *q)
{
	pthread_mutex_init(&q->lock, NULL);
	q->first = NULL;
	q->last = &q->first;
	q->count = 0;
	q->state = OPEN;
}

/* Asks q->wanted, if there is one, whether to take the value. */
bool
queue_put(queue_t *q, int value)
{
	struct item *item;

	if (q->wanted != NULL && !q->wanted(q, value))
		return false;
	item = malloc(sizeof(*item));
	item->value = value;
	item->next = NULL;
	pthread_mutex_lock(&q->lock);
	*q->last = item;
	q->last = &item->next;
	q->count++;
	pthread_mutex_unlock(&q->lock);
#ifdef COUNT_UNLOCKED
	puts_done++;
#endif
	return true;
}

/* -1 if there is nothing. */
int
queue_get(queue_t *q)
{
	struct item *item;
	int value = -1;

	pthread_mutex_lock(&q->lock);
	item = q->first;
	if (item != NULL) {
		q->first = item->next;
#ifndef FORGET_LAST
		if (q->first == NULL)
			q->last = &q->first;
#endif
		q->count--;
		value = item->value;
		free(item);
	}
	pthread_mutex_unlock(&q->lock);
	return value;
}

int
queue_each(queue_t *q, int (*visit)(int value, void *context), void *context)
{
	int sum = 0;

	for (struct item *item = q->first; item != NULL; item = item->next)
		sum += visit(item->value, context);
	return sum;
}
