/* Transfers between two accounts, each locked by its own mutex. Wrong: transfers in both directions deadlock. */
#include <pthread.h>

struct account {
	pthread_mutex_t lock;
	long balance;
};

static struct account savings, current;

static void transfer(struct account *from, struct account *to, long sum)
{
	pthread_mutex_lock(&from->lock);
	pthread_mutex_lock(&to->lock);
	from->balance -= sum;
	to->balance += sum;
	pthread_mutex_unlock(&to->lock);
	pthread_mutex_unlock(&from->lock);
}

static void *saves(void *unused)
{
	(void)unused;
	transfer(&current, &savings, 10);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_mutex_init(&savings.lock, NULL);
	pthread_mutex_init(&current.lock, NULL);
	pthread_create(&a, NULL, saves, NULL);
	transfer(&savings, &current, 5);
	pthread_join(a, NULL);
	return savings.balance != 5;
}
