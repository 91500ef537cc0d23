"""Writes a C program of about as many lines as it is asked for: how long does it take to read and compile one?"""

from __future__ import annotations

HEAD = """#include <assert.h>
#include <pthread.h>
#include <stddef.h>
struct node { struct node *next; int key, value; };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;
"""
WORK = """
static int work{n}(struct node *list, int key)
{{
    int found = 0;
    struct node *p;

    for (p = list; p != NULL; p = p->next) {{
        if (p->key == key + {n}) {{
            found = p->value;
            break;
        }}
        switch (p->key & 3) {{
        case 0: p->value += {n}; break;
        case 1: p->value ^= key; break;
        default: p->value = p->value / 3 + 1;
        }}
    }}
    if (found > {n} && list != NULL)
        found = found - list->value;
    return found;
}}
"""
TAIL = """
static void *run(void *arg)
{{
    struct node list = {{ NULL, 3, 4 }};
    int sum = 0;
{calls}
    pthread_mutex_lock(&lock);
    total += sum & 1;
    pthread_mutex_unlock(&lock);
    return NULL;
}}

int main(void)
{{
    pthread_t other;
    pthread_create(&other, NULL, run, NULL);
    run(NULL);
    pthread_join(other, NULL);
    assert(total >= 0);
    return 0;
}}
"""


def large_program(lines: int) -> str:
    """C text of at least so many lines: small functions over a list, all of them called by two threads."""
    each = WORK.count("\n") + 1
    count = -(-(lines - HEAD.count("\n") - TAIL.count("\n")) // each)
    works = "".join(WORK.format(n=n) for n in range(count))
    calls = "\n".join(f"    sum += work{n}(&list, 3) & 1;" for n in range(count))
    return HEAD + works + TAIL.format(calls=calls)
