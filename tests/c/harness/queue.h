#ifndef QUEUE_H
#define QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum { ROOM = 2 };

enum state { OPEN = 1, CLOSED = 2 };

struct item {
	int value;
	struct item *next;
};

typedef struct queue {
	pthread_mutex_t lock;
	struct item *first;
	struct item **last;
	unsigned count;
	enum state state;
	bool (*wanted)(struct queue *, int);
} queue_t;

extern unsigned long puts_done;

void queue_init(queue_t *q);
bool queue_put(queue_t *q, int value);
int queue_get(queue_t *q);
int queue_each(queue_t *q, int (*visit)(int value, void *context), void *context);

#endif
