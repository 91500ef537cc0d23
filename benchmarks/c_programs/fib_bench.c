/* Two threads that add each other's variable to their own, N times. main looks at any moment, and ends when it
   likes; with JOIN it looks when both have ended. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#ifndef N
#define N 5
#endif
atomic_int x = 1, y = 1;
static void *t1(void *arg) {
    for (int i = 0; i < N; i++) {
        int a = atomic_load(&x), b = atomic_load(&y);
        atomic_store(&x, a + b);
    }
    return NULL;
}
static void *t2(void *arg) {
    for (int i = 0; i < N; i++) {
        int a = atomic_load(&x), b = atomic_load(&y);
        atomic_store(&y, a + b);
    }
    return NULL;
}
int main(void) {
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
#ifdef JOIN
    pthread_join(a, NULL);
    pthread_join(b, NULL);
#endif
    int i = atomic_load(&x), j = atomic_load(&y);
    assert(i < 100000 && j < 100000);
    return 0;
}
