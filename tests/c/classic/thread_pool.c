/* Two workers take jobs from a list until they are told to stop. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

struct job {
	void (*run)(int);
	int argument;
	struct job *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static struct job *jobs;
static bool stopping;
static int total;

static void add(int n)
{
	pthread_mutex_lock(&lock);
	total += n;
	pthread_mutex_unlock(&lock);
}

static void *works(void *unused)
{
	(void)unused;
	for (;;) {
		struct job *job;

		pthread_mutex_lock(&lock);
		while (jobs == NULL && !stopping)
			pthread_cond_wait(&more, &lock);
		job = jobs;
		if (job)
			jobs = job->next;
		pthread_mutex_unlock(&lock);
		if (job == NULL)
			return NULL;
		job->run(job->argument);
	}
}

static void submit(struct job *job)
{
	pthread_mutex_lock(&lock);
	job->next = jobs;
	jobs = job;
	pthread_cond_signal(&more);
	pthread_mutex_unlock(&lock);
}

int main(void)
{
	struct job first = { add, 1, NULL }, second = { add, 2, NULL };
	pthread_t workers[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&workers[i], NULL, works, NULL);
	submit(&first);
	submit(&second);
	pthread_mutex_lock(&lock);
	stopping = true;
	pthread_cond_broadcast(&more);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < 2; i++)
		pthread_join(workers[i], NULL);
	assert(total == 3);
	return 0;
}
