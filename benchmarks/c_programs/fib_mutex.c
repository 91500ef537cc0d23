/* The same with each round under a mutex: main looks when both have ended. */
#include <assert.h>
#include <pthread.h>
#ifndef N
#define N 5
#endif
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int x = 1, y = 1;

static void *first(void *arg) {
    for (int i = 0; i < N; i++) {
        pthread_mutex_lock(&lock);
        x += y;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void *second(void *arg) {
    for (int i = 0; i < N; i++) {
        pthread_mutex_lock(&lock);
        y += x;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void) {
    pthread_t a, b;
    pthread_create(&a, NULL, first, NULL);
    pthread_create(&b, NULL, second, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(x < 1000000 && y < 1000000);
    return 0;
}
