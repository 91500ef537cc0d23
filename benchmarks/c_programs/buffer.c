/* A bounded buffer with a mutex and two conditions: P producers and P consumers, ROUNDS items each. */
#include <pthread.h>
#ifndef P
#define P 2
#endif
#define ROUNDS 2
#define SIZE 2
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER, room = PTHREAD_COND_INITIALIZER;
static int items[SIZE], count;

static void *producer(void *arg) {
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        while (count == SIZE)
            pthread_cond_wait(&room, &lock);
        items[count++] = i;
        pthread_cond_signal(&more);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void *consumer(void *arg) {
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        while (count == 0)
            pthread_cond_wait(&more, &lock);
        count--;
        pthread_cond_signal(&room);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[2 * P];
    for (int i = 0; i < 2 * P; i++)
        pthread_create(&threads[i], NULL, i < P ? producer : consumer, NULL);
    for (int i = 0; i < 2 * P; i++)
        pthread_join(threads[i], NULL);
    return count;
}
