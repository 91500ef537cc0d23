/* queue(3): lists that are linked by fields of their elements, from the manual's words.
 *
 * SLIST and STAILQ are linked one way, LIST and TAILQ both ways; STAILQ and TAILQ know their end. A back link points at
 * the pointer to the element: in the head, or in the element before.
 *
 * In kernel code with INVARIANTS the links next to what is changed are looked at, as the kernel does; what is wrong with
 * them is the violation `queue_corrupt` (src/unknot/kernel/queue_debug.py). -DQUEUE_MACRO_NO_DEBUG_ASSERTIONS leaves that
 * out, -DQUEUE_MACRO_DEBUG_TRASH overwrites the links of removed elements.
 */
#ifndef _SYS_QUEUE_H_
#define _SYS_QUEUE_H_

#include <unknot.h>

#define __QUEUE_OF(p, type, member) ((type *)(void *)((char *)(p) - __builtin_offsetof(type, member)))

#if defined(INVARIANTS) && !defined(QUEUE_MACRO_NO_DEBUG_ASSERTIONS)
extern const unsigned int __unknot_invariants __UNKNOT(kernel.switches, kernel_invariants);
void __unknot_queue_corrupt(const char *what, const void *where) __UNKNOT(kernel.queue_debug, queue_corrupt);
#define __QUEUE_CHECK(right, what, where) do {                          \
	if (__unknot_invariants && !(right))                            \
		__unknot_queue_corrupt((what), (where));                \
} while (0)
#else
#define __QUEUE_CHECK(right, what, where) ((void)0)
#endif

#ifdef QUEUE_MACRO_DEBUG_TRASH
#define __QUEUE_TRASH(x) ((x) = (void *)-1)
#else
#define __QUEUE_TRASH(x) ((void)0)
#endif

#define __QUEUE_EMPTY(KIND, head) __QUEUE_CHECK(KIND##_EMPTY(head), "list is not empty", (head))
#define __QUEUE_NONEMPTY(KIND, head) __QUEUE_CHECK(!KIND##_EMPTY(head), "list is empty", (head))

/* -- SLIST ------------------------------------------------------------------------------------------------------- */

#define SLIST_HEAD(name, type)                                          \
struct name {                                                           \
	struct type *slh_first;                                         \
}
#define SLIST_HEAD_INITIALIZER(head) { 0 }
#define SLIST_ENTRY(type)                                               \
struct {                                                                \
	struct type *sle_next;                                          \
}

#define SLIST_FIRST(head) ((head)->slh_first)
#define SLIST_EMPTY(head) (SLIST_FIRST(head) == 0)
#define SLIST_NEXT(elm, field) ((elm)->field.sle_next)

#define SLIST_FOREACH_FROM(var, head, field)                            \
	for ((var) = (var) ? (var) : SLIST_FIRST(head); (var); (var) = SLIST_NEXT(var, field))
#define SLIST_FOREACH(var, head, field)                                 \
	for ((var) = SLIST_FIRST(head); (var); (var) = SLIST_NEXT(var, field))
#define SLIST_FOREACH_FROM_SAFE(var, head, field, tvar)                                                \
	for ((var) = (var) ? (var) : SLIST_FIRST(head); (var) && ((tvar) = SLIST_NEXT(var, field), 1); \
	    (var) = (tvar))
#define SLIST_FOREACH_SAFE(var, head, field, tvar)                      \
	for ((var) = SLIST_FIRST(head); (var) && ((tvar) = SLIST_NEXT(var, field), 1); (var) = (tvar))
#define SLIST_FOREACH_PREVPTR(var, varp, head, field)                   \
	for ((varp) = &SLIST_FIRST(head); ((var) = *(varp)) != 0; (varp) = &SLIST_NEXT(var, field))

#define SLIST_INIT(head) ((void)(SLIST_FIRST(head) = 0))
#define SLIST_INSERT_HEAD(head, elm, field) do {                        \
	SLIST_NEXT(elm, field) = SLIST_FIRST(head);                     \
	SLIST_FIRST(head) = (elm);                                      \
} while (0)
#define SLIST_INSERT_AFTER(listelm, elm, field) do {                    \
	SLIST_NEXT(elm, field) = SLIST_NEXT(listelm, field);            \
	SLIST_NEXT(listelm, field) = (elm);                             \
} while (0)
#define SLIST_REMOVE_HEAD(head, field) do {                             \
	SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field);       \
} while (0)
#define SLIST_REMOVE_AFTER(elm, field) do {                                 \
	SLIST_NEXT(elm, field) = SLIST_NEXT(SLIST_NEXT(elm, field), field); \
} while (0)
#define SLIST_REMOVE_PREVPTR(prevp, elm, field) do {                    \
	*(prevp) = SLIST_NEXT(elm, field);                              \
	__QUEUE_TRASH(SLIST_NEXT(elm, field));                          \
} while (0)
#define SLIST_REMOVE(head, elm, type, field) do {                       \
	if (SLIST_FIRST(head) == (elm)) {                               \
		SLIST_REMOVE_HEAD(head, field);                         \
	} else {                                                        \
		struct type *__before = SLIST_FIRST(head);              \
		while (SLIST_NEXT(__before, field) != (elm))            \
			__before = SLIST_NEXT(__before, field);         \
		SLIST_REMOVE_AFTER(__before, field);                    \
	}                                                               \
	__QUEUE_TRASH(SLIST_NEXT(elm, field));                          \
} while (0)
#define SLIST_CONCAT(head1, head2, type, field) do {                    \
	if (SLIST_EMPTY(head1)) {                                       \
		SLIST_FIRST(head1) = SLIST_FIRST(head2);                \
		SLIST_INIT(head2);                                      \
	} else if (!SLIST_EMPTY(head2)) {                               \
		struct type *__last = SLIST_FIRST(head1);               \
		while (SLIST_NEXT(__last, field) != 0)                  \
			__last = SLIST_NEXT(__last, field);             \
		SLIST_NEXT(__last, field) = SLIST_FIRST(head2);         \
		SLIST_INIT(head2);                                      \
	}                                                               \
} while (0)
#define SLIST_SWAP(head1, head2, type) do {                             \
	struct type *__first = SLIST_FIRST(head1);                      \
	SLIST_FIRST(head1) = SLIST_FIRST(head2);                        \
	SLIST_FIRST(head2) = __first;                                   \
} while (0)
#define SLIST_EMPTY_ATOMIC(head) (__atomic_load_n(&(head)->slh_first, __ATOMIC_RELAXED) == 0)
#define SLIST_SPLIT_AFTER(head, elm, rest, field) do {                  \
	SLIST_FIRST(rest) = SLIST_NEXT(elm, field);                     \
	SLIST_NEXT(elm, field) = 0;                                     \
} while (0)
#define SLIST_END(head) 0
#define SLIST_ASSERT_EMPTY(head) __QUEUE_EMPTY(SLIST, head)
#define SLIST_ASSERT_NONEMPTY(head) __QUEUE_NONEMPTY(SLIST, head)

/* -- STAILQ ------------------------------------------------------------------------------------------------------ */

#define STAILQ_HEAD(name, type)                                         \
struct name {                                                           \
	struct type *stqh_first;                                        \
	struct type **stqh_last;                                        \
}
#define STAILQ_HEAD_INITIALIZER(head) { 0, &(head).stqh_first }
#define STAILQ_ENTRY(type)                                              \
struct {                                                                \
	struct type *stqe_next;                                         \
}

#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_EMPTY(head) (STAILQ_FIRST(head) == 0)
#define STAILQ_EMPTY_ATOMIC(head) (__atomic_load_n(&(head)->stqh_first, __ATOMIC_RELAXED) == 0)
#define STAILQ_NEXT(elm, field) ((elm)->field.stqe_next)
#define STAILQ_LAST(head, type, field)                                  \
	(STAILQ_EMPTY(head) ? 0 : __QUEUE_OF((head)->stqh_last, struct type, field.stqe_next))
#define __STAILQ_CHECK_END(head)                                        \
	__QUEUE_CHECK(*(head)->stqh_last == 0, "Bad tailq NEXT(tailq->tqh_last) != NULL", (head))

#define STAILQ_FOREACH_FROM(var, head, field)                           \
	for ((var) = (var) ? (var) : STAILQ_FIRST(head); (var); (var) = STAILQ_NEXT(var, field))
#define STAILQ_FOREACH(var, head, field)                                \
	for ((var) = STAILQ_FIRST(head); (var); (var) = STAILQ_NEXT(var, field))
#define STAILQ_FOREACH_FROM_SAFE(var, head, field, tvar)                                                 \
	for ((var) = (var) ? (var) : STAILQ_FIRST(head); (var) && ((tvar) = STAILQ_NEXT(var, field), 1); \
	    (var) = (tvar))
#define STAILQ_FOREACH_SAFE(var, head, field, tvar)                     \
	for ((var) = STAILQ_FIRST(head); (var) && ((tvar) = STAILQ_NEXT(var, field), 1); (var) = (tvar))

#define STAILQ_INIT(head) do {                                          \
	STAILQ_FIRST(head) = 0;                                         \
	(head)->stqh_last = &STAILQ_FIRST(head);                        \
} while (0)
#define STAILQ_INSERT_HEAD(head, elm, field) do {                       \
	if ((STAILQ_NEXT(elm, field) = STAILQ_FIRST(head)) == 0)        \
		(head)->stqh_last = &STAILQ_NEXT(elm, field);           \
	STAILQ_FIRST(head) = (elm);                                     \
} while (0)
#define STAILQ_INSERT_TAIL(head, elm, field) do {                       \
	__STAILQ_CHECK_END(head);                                       \
	STAILQ_NEXT(elm, field) = 0;                                    \
	*(head)->stqh_last = (elm);                                     \
	(head)->stqh_last = &STAILQ_NEXT(elm, field);                   \
} while (0)
#define STAILQ_INSERT_AFTER(head, listelm, elm, field) do {               \
	if ((STAILQ_NEXT(elm, field) = STAILQ_NEXT(listelm, field)) == 0) \
		(head)->stqh_last = &STAILQ_NEXT(elm, field);             \
	STAILQ_NEXT(listelm, field) = (elm);                              \
} while (0)
#define STAILQ_REMOVE_HEAD(head, field) do {                                    \
	if ((STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field)) == 0) \
		(head)->stqh_last = &STAILQ_FIRST(head);                        \
} while (0)
#define STAILQ_REMOVE_AFTER(head, elm, field) do {                                        \
	if ((STAILQ_NEXT(elm, field) = STAILQ_NEXT(STAILQ_NEXT(elm, field), field)) == 0) \
		(head)->stqh_last = &STAILQ_NEXT(elm, field);                             \
} while (0)
#define STAILQ_REMOVE(head, elm, type, field) do {                      \
	if (STAILQ_FIRST(head) == (elm)) {                              \
		STAILQ_REMOVE_HEAD(head, field);                        \
	} else {                                                        \
		struct type *__before = STAILQ_FIRST(head);             \
		while (STAILQ_NEXT(__before, field) != (elm))           \
			__before = STAILQ_NEXT(__before, field);        \
		STAILQ_REMOVE_AFTER(head, __before, field);             \
	}                                                               \
	__QUEUE_TRASH(STAILQ_NEXT(elm, field));                         \
} while (0)
#define STAILQ_REMOVE_HEAD_UNTIL(head, elm, field) do {                 \
	if ((STAILQ_FIRST(head) = STAILQ_NEXT(elm, field)) == 0)        \
		(head)->stqh_last = &STAILQ_FIRST(head);                \
} while (0)
#define STAILQ_CONCAT(head1, head2) do {                                \
	if (!STAILQ_EMPTY(head2)) {                                     \
		*(head1)->stqh_last = STAILQ_FIRST(head2);              \
		(head1)->stqh_last = (head2)->stqh_last;                \
		STAILQ_INIT(head2);                                     \
	}                                                               \
} while (0)
#define STAILQ_SWAP(head1, head2, type) do {                                                  \
	struct type *__first = STAILQ_FIRST(head1);                                           \
	struct type **__last = (head1)->stqh_last;                                            \
	STAILQ_FIRST(head1) = STAILQ_FIRST(head2);                                            \
	(head1)->stqh_last = STAILQ_EMPTY(head1) ? &STAILQ_FIRST(head1) : (head2)->stqh_last; \
	STAILQ_FIRST(head2) = __first;                                                        \
	(head2)->stqh_last = STAILQ_EMPTY(head2) ? &STAILQ_FIRST(head2) : __last;             \
} while (0)
#define STAILQ_SPLIT_AFTER(head, elm, rest, field) do {                 \
	if (STAILQ_NEXT(elm, field) == 0) {                             \
		STAILQ_INIT(rest);                                      \
	} else {                                                        \
		STAILQ_FIRST(rest) = STAILQ_NEXT(elm, field);           \
		(rest)->stqh_last = (head)->stqh_last;                  \
		(head)->stqh_last = &STAILQ_NEXT(elm, field);           \
		STAILQ_NEXT(elm, field) = 0;                            \
	}                                                               \
} while (0)
#define STAILQ_END(head) 0
#define STAILQ_ASSERT_EMPTY(head) __QUEUE_EMPTY(STAILQ, head)
#define STAILQ_ASSERT_NONEMPTY(head) __QUEUE_NONEMPTY(STAILQ, head)

/* -- LIST -------------------------------------------------------------------------------------------------------- */

#define LIST_HEAD(name, type)                                           \
struct name {                                                           \
	struct type *lh_first;                                          \
}
#define LIST_HEAD_INITIALIZER(head) { 0 }
#define LIST_ENTRY(type)                                                \
struct {                                                                \
	struct type *le_next;                                           \
	struct type **le_prev;                                          \
}

#define LIST_FIRST(head) ((head)->lh_first)
#define LIST_EMPTY(head) (LIST_FIRST(head) == 0)
#define LIST_EMPTY_ATOMIC(head) (__atomic_load_n(&(head)->lh_first, __ATOMIC_RELAXED) == 0)
#define LIST_NEXT(elm, field) ((elm)->field.le_next)
#define LIST_PREV(elm, head, type, field)                               \
	((elm)->field.le_prev == &LIST_FIRST(head) ? 0 :                \
	    __QUEUE_OF((elm)->field.le_prev, struct type, field.le_next))
#define __LIST_CHECK_HEAD(head, field)                                                          \
	__QUEUE_CHECK(LIST_EMPTY(head) || LIST_FIRST(head)->field.le_prev == &LIST_FIRST(head), \
	    "Bad list head first->prev != head", (head))
#define __LIST_CHECK_NEXT(elm, field)                                       \
	__QUEUE_CHECK(LIST_NEXT(elm, field) == 0 ||                         \
	    LIST_NEXT(elm, field)->field.le_prev == &LIST_NEXT(elm, field), \
	    "Bad link elm next->prev != elm", (elm))
#define __LIST_CHECK_PREV(elm, field)                                   \
	__QUEUE_CHECK(*(elm)->field.le_prev == (elm), "Bad link elm prev->next != elm", (elm))

#define LIST_FOREACH_FROM(var, head, field)                             \
	for ((var) = (var) ? (var) : LIST_FIRST(head); (var); (var) = LIST_NEXT(var, field))
#define LIST_FOREACH(var, head, field)                                  \
	for ((var) = LIST_FIRST(head); (var); (var) = LIST_NEXT(var, field))
#define LIST_FOREACH_FROM_SAFE(var, head, field, tvar)                                               \
	for ((var) = (var) ? (var) : LIST_FIRST(head); (var) && ((tvar) = LIST_NEXT(var, field), 1); \
	    (var) = (tvar))
#define LIST_FOREACH_SAFE(var, head, field, tvar)                       \
	for ((var) = LIST_FIRST(head); (var) && ((tvar) = LIST_NEXT(var, field), 1); (var) = (tvar))

#define LIST_INIT(head) ((void)(LIST_FIRST(head) = 0))
#define LIST_INSERT_HEAD(head, elm, field) do {                           \
	__LIST_CHECK_HEAD(head, field);                                   \
	if ((LIST_NEXT(elm, field) = LIST_FIRST(head)) != 0)              \
		LIST_FIRST(head)->field.le_prev = &LIST_NEXT(elm, field); \
	LIST_FIRST(head) = (elm);                                         \
	(elm)->field.le_prev = &LIST_FIRST(head);                         \
} while (0)
#define LIST_INSERT_AFTER(listelm, elm, field) do {                                \
	__LIST_CHECK_NEXT(listelm, field);                                         \
	if ((LIST_NEXT(elm, field) = LIST_NEXT(listelm, field)) != 0)              \
		LIST_NEXT(listelm, field)->field.le_prev = &LIST_NEXT(elm, field); \
	LIST_NEXT(listelm, field) = (elm);                                         \
	(elm)->field.le_prev = &LIST_NEXT(listelm, field);                         \
} while (0)
#define LIST_INSERT_BEFORE(listelm, elm, field) do {                    \
	__LIST_CHECK_PREV(listelm, field);                              \
	(elm)->field.le_prev = (listelm)->field.le_prev;                \
	LIST_NEXT(elm, field) = (listelm);                              \
	*(listelm)->field.le_prev = (elm);                              \
	(listelm)->field.le_prev = &LIST_NEXT(elm, field);              \
} while (0)
#define LIST_REMOVE(elm, field) do {                                         \
	__LIST_CHECK_NEXT(elm, field);                                       \
	__LIST_CHECK_PREV(elm, field);                                       \
	if (LIST_NEXT(elm, field) != 0)                                      \
		LIST_NEXT(elm, field)->field.le_prev = (elm)->field.le_prev; \
	*(elm)->field.le_prev = LIST_NEXT(elm, field);                       \
	__QUEUE_TRASH(LIST_NEXT(elm, field));                                \
	__QUEUE_TRASH((elm)->field.le_prev);                                 \
} while (0)
#define LIST_REPLACE(elm, elm2, field) do {                                      \
	__LIST_CHECK_NEXT(elm, field);                                           \
	__LIST_CHECK_PREV(elm, field);                                           \
	if ((LIST_NEXT(elm2, field) = LIST_NEXT(elm, field)) != 0)               \
		LIST_NEXT(elm2, field)->field.le_prev = &LIST_NEXT(elm2, field); \
	(elm2)->field.le_prev = (elm)->field.le_prev;                            \
	*(elm2)->field.le_prev = (elm2);                                         \
} while (0)
#define LIST_CONCAT(head1, head2, type, field) do {                            \
	struct type *__last = LIST_FIRST(head1);                               \
	if (__last == 0) {                                                     \
		if ((LIST_FIRST(head1) = LIST_FIRST(head2)) != 0)              \
			LIST_FIRST(head2)->field.le_prev = &LIST_FIRST(head1); \
	} else if (!LIST_EMPTY(head2)) {                                       \
		while (LIST_NEXT(__last, field) != 0)                          \
			__last = LIST_NEXT(__last, field);                     \
		LIST_NEXT(__last, field) = LIST_FIRST(head2);                  \
		LIST_FIRST(head2)->field.le_prev = &LIST_NEXT(__last, field);  \
	}                                                                      \
	LIST_INIT(head2);                                                      \
} while (0)
#define LIST_SWAP(head1, head2, type, field) do {                       \
	struct type *__first = LIST_FIRST(head1);                       \
	if ((LIST_FIRST(head1) = LIST_FIRST(head2)) != 0)               \
		LIST_FIRST(head1)->field.le_prev = &LIST_FIRST(head1);  \
	if ((LIST_FIRST(head2) = __first) != 0)                         \
		__first->field.le_prev = &LIST_FIRST(head2);            \
} while (0)
#define LIST_SPLIT_AFTER(head, elm, rest, field) do {                   \
	if ((LIST_FIRST(rest) = LIST_NEXT(elm, field)) != 0) {          \
		LIST_FIRST(rest)->field.le_prev = &LIST_FIRST(rest);    \
		LIST_NEXT(elm, field) = 0;                              \
	}                                                               \
} while (0)
#define LIST_END(head) 0
#define LIST_ASSERT_EMPTY(head) __QUEUE_EMPTY(LIST, head)
#define LIST_ASSERT_NONEMPTY(head) __QUEUE_NONEMPTY(LIST, head)

/* -- TAILQ ------------------------------------------------------------------------------------------------------- */

#define TAILQ_HEAD(name, type)                                          \
struct name {                                                           \
	struct type *tqh_first;                                         \
	struct type **tqh_last;                                         \
}
#define TAILQ_HEAD_INITIALIZER(head) { 0, &(head).tqh_first }
#define TAILQ_ENTRY(type)                                               \
struct {                                                                \
	struct type *tqe_next;                                          \
	struct type **tqe_prev;                                         \
}

#define TAILQ_FIRST(head) ((head)->tqh_first)
#define TAILQ_EMPTY(head) (TAILQ_FIRST(head) == 0)
#define TAILQ_EMPTY_ATOMIC(head) (__atomic_load_n(&(head)->tqh_first, __ATOMIC_RELAXED) == 0)
#define TAILQ_NEXT(elm, field) ((elm)->field.tqe_next)
/* An entry's two words are a head's: the last element's entry leads to the pointer to it. */
#define __TAILQ_BEFORE(end, headname) (*((struct headname *)(void *)(end))->tqh_last)
#define TAILQ_LAST(head, headname) __TAILQ_BEFORE((head)->tqh_last, headname)
#define TAILQ_PREV(elm, headname, field) __TAILQ_BEFORE((elm)->field.tqe_prev, headname)
#define TAILQ_LAST_FAST(head, type, field)                              \
	(TAILQ_EMPTY(head) ? 0 : __QUEUE_OF((head)->tqh_last, struct type, field.tqe_next))
#define TAILQ_PREV_FAST(elm, head, type, field)                         \
	((elm)->field.tqe_prev == &TAILQ_FIRST(head) ? 0 :              \
	    __QUEUE_OF((elm)->field.tqe_prev, struct type, field.tqe_next))
#define __TAILQ_CHECK_HEAD(head, field)                                                             \
	__QUEUE_CHECK(TAILQ_EMPTY(head) || TAILQ_FIRST(head)->field.tqe_prev == &TAILQ_FIRST(head), \
	    "Bad tailq head first->prev != head", (head))
#define __TAILQ_CHECK_TAIL(head)                                        \
	__QUEUE_CHECK(*(head)->tqh_last == 0, "Bad tailq NEXT(tailq->tqh_last) != NULL", (head))
#define __TAILQ_CHECK_NEXT(elm, field)                                         \
	__QUEUE_CHECK(TAILQ_NEXT(elm, field) == 0 ||                           \
	    TAILQ_NEXT(elm, field)->field.tqe_prev == &TAILQ_NEXT(elm, field), \
	    "Bad link elm next->prev != elm", (elm))
#define __TAILQ_CHECK_PREV(elm, field)                                  \
	__QUEUE_CHECK(*(elm)->field.tqe_prev == (elm), "Bad link elm prev->next != elm", (elm))

#define TAILQ_FOREACH_FROM(var, head, field)                            \
	for ((var) = (var) ? (var) : TAILQ_FIRST(head); (var); (var) = TAILQ_NEXT(var, field))
#define TAILQ_FOREACH(var, head, field)                                 \
	for ((var) = TAILQ_FIRST(head); (var); (var) = TAILQ_NEXT(var, field))
#define TAILQ_FOREACH_FROM_SAFE(var, head, field, tvar)                                                \
	for ((var) = (var) ? (var) : TAILQ_FIRST(head); (var) && ((tvar) = TAILQ_NEXT(var, field), 1); \
	    (var) = (tvar))
#define TAILQ_FOREACH_SAFE(var, head, field, tvar)                      \
	for ((var) = TAILQ_FIRST(head); (var) && ((tvar) = TAILQ_NEXT(var, field), 1); (var) = (tvar))
#define TAILQ_FOREACH_REVERSE_FROM(var, head, headname, field)          \
	for ((var) = (var) ? (var) : TAILQ_LAST(head, headname); (var); (var) = TAILQ_PREV(var, headname, field))
#define TAILQ_FOREACH_REVERSE(var, head, headname, field)               \
	for ((var) = TAILQ_LAST(head, headname); (var); (var) = TAILQ_PREV(var, headname, field))
#define TAILQ_FOREACH_REVERSE_FROM_SAFE(var, head, headname, field, tvar) \
	for ((var) = (var) ? (var) : TAILQ_LAST(head, headname);          \
	    (var) && ((tvar) = TAILQ_PREV(var, headname, field), 1); (var) = (tvar))
#define TAILQ_FOREACH_REVERSE_SAFE(var, head, headname, field, tvar)                                      \
	for ((var) = TAILQ_LAST(head, headname); (var) && ((tvar) = TAILQ_PREV(var, headname, field), 1); \
	    (var) = (tvar))

#define TAILQ_INIT(head) do {                                           \
	TAILQ_FIRST(head) = 0;                                          \
	(head)->tqh_last = &TAILQ_FIRST(head);                          \
} while (0)
#define TAILQ_INSERT_HEAD(head, elm, field) do {                             \
	__TAILQ_CHECK_HEAD(head, field);                                     \
	if ((TAILQ_NEXT(elm, field) = TAILQ_FIRST(head)) != 0)               \
		TAILQ_FIRST(head)->field.tqe_prev = &TAILQ_NEXT(elm, field); \
	else                                                                 \
		(head)->tqh_last = &TAILQ_NEXT(elm, field);                  \
	TAILQ_FIRST(head) = (elm);                                           \
	(elm)->field.tqe_prev = &TAILQ_FIRST(head);                          \
} while (0)
#define TAILQ_INSERT_TAIL(head, elm, field) do {                        \
	__TAILQ_CHECK_TAIL(head);                                       \
	TAILQ_NEXT(elm, field) = 0;                                     \
	(elm)->field.tqe_prev = (head)->tqh_last;                       \
	*(head)->tqh_last = (elm);                                      \
	(head)->tqh_last = &TAILQ_NEXT(elm, field);                     \
} while (0)
#define TAILQ_INSERT_AFTER(head, listelm, elm, field) do {                        \
	__TAILQ_CHECK_NEXT(listelm, field);                                       \
	if ((TAILQ_NEXT(elm, field) = TAILQ_NEXT(listelm, field)) != 0)           \
		TAILQ_NEXT(elm, field)->field.tqe_prev = &TAILQ_NEXT(elm, field); \
	else                                                                      \
		(head)->tqh_last = &TAILQ_NEXT(elm, field);                       \
	TAILQ_NEXT(listelm, field) = (elm);                                       \
	(elm)->field.tqe_prev = &TAILQ_NEXT(listelm, field);                      \
} while (0)
#define TAILQ_INSERT_BEFORE(listelm, elm, field) do {                   \
	__TAILQ_CHECK_PREV(listelm, field);                             \
	(elm)->field.tqe_prev = (listelm)->field.tqe_prev;              \
	TAILQ_NEXT(elm, field) = (listelm);                             \
	*(listelm)->field.tqe_prev = (elm);                             \
	(listelm)->field.tqe_prev = &TAILQ_NEXT(elm, field);            \
} while (0)
#define TAILQ_REMOVE(head, elm, field) do {                                     \
	__TAILQ_CHECK_NEXT(elm, field);                                         \
	__TAILQ_CHECK_PREV(elm, field);                                         \
	if (TAILQ_NEXT(elm, field) != 0)                                        \
		TAILQ_NEXT(elm, field)->field.tqe_prev = (elm)->field.tqe_prev; \
	else                                                                    \
		(head)->tqh_last = (elm)->field.tqe_prev;                       \
	*(elm)->field.tqe_prev = TAILQ_NEXT(elm, field);                        \
	__QUEUE_TRASH(TAILQ_NEXT(elm, field));                                  \
	__QUEUE_TRASH((elm)->field.tqe_prev);                                   \
} while (0)
#define TAILQ_REPLACE(head, elm, elm2, field) do {                                  \
	__TAILQ_CHECK_NEXT(elm, field);                                             \
	__TAILQ_CHECK_PREV(elm, field);                                             \
	if ((TAILQ_NEXT(elm2, field) = TAILQ_NEXT(elm, field)) != 0)                \
		TAILQ_NEXT(elm2, field)->field.tqe_prev = &TAILQ_NEXT(elm2, field); \
	else                                                                        \
		(head)->tqh_last = &TAILQ_NEXT(elm2, field);                        \
	(elm2)->field.tqe_prev = (elm)->field.tqe_prev;                             \
	*(elm2)->field.tqe_prev = (elm2);                                           \
} while (0)
#define TAILQ_CONCAT(head1, head2, field) do {                          \
	if (!TAILQ_EMPTY(head2)) {                                      \
		*(head1)->tqh_last = TAILQ_FIRST(head2);                \
		TAILQ_FIRST(head2)->field.tqe_prev = (head1)->tqh_last; \
		(head1)->tqh_last = (head2)->tqh_last;                  \
		TAILQ_INIT(head2);                                      \
	}                                                               \
} while (0)
#define __TAILQ_MOVED(head, field) do {                                 \
	if (TAILQ_EMPTY(head))                                          \
		(head)->tqh_last = &TAILQ_FIRST(head);                  \
	else                                                            \
		TAILQ_FIRST(head)->field.tqe_prev = &TAILQ_FIRST(head); \
} while (0)
#define TAILQ_SWAP(head1, head2, type, field) do {                      \
	struct type *__first = TAILQ_FIRST(head1);                      \
	struct type **__last = (head1)->tqh_last;                       \
	TAILQ_FIRST(head1) = TAILQ_FIRST(head2);                        \
	(head1)->tqh_last = (head2)->tqh_last;                          \
	TAILQ_FIRST(head2) = __first;                                   \
	(head2)->tqh_last = __last;                                     \
	__TAILQ_MOVED(head1, field);                                    \
	__TAILQ_MOVED(head2, field);                                    \
} while (0)
#define TAILQ_SPLIT_AFTER(head, elm, rest, field) do {                  \
	if (TAILQ_NEXT(elm, field) == 0) {                              \
		TAILQ_INIT(rest);                                       \
	} else {                                                        \
		TAILQ_FIRST(rest) = TAILQ_NEXT(elm, field);             \
		TAILQ_FIRST(rest)->field.tqe_prev = &TAILQ_FIRST(rest); \
		(rest)->tqh_last = (head)->tqh_last;                    \
		(head)->tqh_last = &TAILQ_NEXT(elm, field);             \
		TAILQ_NEXT(elm, field) = 0;                             \
	}                                                               \
} while (0)
#define TAILQ_END(head) 0
#define TAILQ_ASSERT_EMPTY(head) __QUEUE_EMPTY(TAILQ, head)
#define TAILQ_ASSERT_NONEMPTY(head) __QUEUE_NONEMPTY(TAILQ, head)

#endif
