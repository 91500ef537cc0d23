"""Lock order, from facts that the search collects. One idea: an order is an attempt to take a lock while another is
held; what WITNESS says, and what it cannot say, follows from the orders of all schedules.

What it checks
    Orders of locks that contradict each other: two locks, or a ring of more; two locks of one type at once.
Why it is a bug
    Threads that take locks in contrary orders may wait for each other for ever. Whether they can is known once all
    schedules were run; a reversal alone is no violation.
Example
    mtx_lock(a); mtx_lock(b)   # in one thread, in another mtx_lock(b); mtx_lock(a)
What to do
    Take locks in one order everywhere. If the verdict says why it cannot deadlock, keep that reason true.
"""
