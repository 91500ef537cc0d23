"""The README's bug, repaired: who lowered the count to zero is known from the very step that lowered it."""

from unknot import initial, scenario, thread
from unknot.lang import Ptr, alloc, atomic, free, struct, u32


@struct
class Session:
    users: atomic[u32]


def leave(session: Ptr[Session]) -> None:
    if session.users.fetch_sub(1) == 1:
        free(session)


# unknot check session_fixed.py::LastOneOut --leaks: verified
@scenario
class LastOneOut:
    session: Ptr[Session]

    @initial
    def open(self) -> None:
        self.session = alloc(Session)
        self.session.users.store(2)

    @thread(count=2)
    def user(self) -> None:
        leave(self.session)
