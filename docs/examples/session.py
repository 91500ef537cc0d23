"""The README's bug: a reference count that is lowered in one step and looked at in the next."""

from unknot import initial, scenario, thread
from unknot.lang import Ptr, alloc, atomic, free, struct, u32


@struct
class Session:
    users: atomic[u32]


def leave(session: Ptr[Session]) -> None:
    session.users.fetch_sub(1)
    if session.users.load() == 0:
        free(session)


# unknot check session.py::LastOneOut: violated, use after free
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
