struct item {
	struct item *next;
	int value;
};

struct queue {
	struct item *first, **last;
};

extern void queue_init(struct queue *queue);
extern void queue_put(struct queue *queue, struct item *item);
extern struct item *queue_get(struct queue *queue);

static inline int queue_empty(const struct queue *queue)
{
	return queue->first == 0;
}
