"""The tutorial's deadlock: two locks taken in two orders."""

from unknot import at_end, scenario, thread
from unknot.lang import Ptr, addr, i64, indivisible, struct, thread_id, u32

FREE = -1


@struct
class Account:
    owner: i64 = FREE  # the thread that holds the account's lock
    money: u32 = 10


def lock(account: Ptr[Account]) -> None:
    with indivisible(account.owner == FREE, blocked_by=account.owner):
        account.owner = i64(thread_id())


def unlock(account: Ptr[Account]) -> None:
    with indivisible():
        account.owner = FREE


def move(source: Ptr[Account], target: Ptr[Account]) -> None:
    source.money -= 1
    target.money += 1


# unknot check accounts.py::TwoOrders: violated, deadlock
@scenario
class TwoOrders:
    first: Account
    second: Account

    @thread
    def a(self) -> None:
        self.transfer(addr(self.first), addr(self.second))

    @thread
    def b(self) -> None:
        self.transfer(addr(self.second), addr(self.first))

    def transfer(self, source: Ptr[Account], target: Ptr[Account]) -> None:
        lock(source)
        lock(target)
        move(source, target)
        unlock(target)
        unlock(source)

    @at_end
    def nothing_lost(self) -> None:
        assert self.first.money + self.second.money == 20


# unknot check accounts.py::OneOrder: verified
@scenario
class OneOrder(TwoOrders):
    def transfer(self, source: Ptr[Account], target: Ptr[Account]) -> None:
        lock(addr(self.first))
        lock(addr(self.second))
        move(source, target)
        unlock(addr(self.second))
        unlock(addr(self.first))
