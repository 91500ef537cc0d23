"""Memory of objects. One idea: a pointer names an object, so every access can be judged: is it alive, inside, written?

Sequentially consistent: memory models are passes over the IR, so an access here is an access of the one memory.
"""

from __future__ import annotations

from unknot.interp.signals import Faulted
from unknot.interp.state import Block
from unknot.ir.address import (
    ADDRESS_BITS,
    FUNCTION_BASE,
    GRANULE,
    HEAP_BASE,
    LARGEST_OBJECT,
    OFFSET_BITS,
    function_addresses,
    object_numbers,
    pointer,
)
from unknot.ir.faults import Fault
from unknot.ir.program import Global, Program

_OFFSET = (1 << OFFSET_BITS) - 1
_WORD = (1 << 64) - 1


class Memory:
    """The live objects, by number. Changes replace a `Block`; copies share them. `thread` is who runs; the number of
    all threads there can be means what runs between them. Each has `stack_granules` for stack objects, if they have
    places of their own."""

    def __init__(self, blocks: dict[int, Block], heap_bytes: int, stack_granules: int, threads: int) -> None:
        self.blocks = blocks
        self.thread = threads
        self._threads = threads
        self._stack = stack_granules
        self._first = stack_granules * (threads + 1)
        self._granules = self._first + -(-heap_bytes // GRANULE)

    # accesses

    def locate(self, address: int, width: int) -> tuple[int, int, Block]:
        """The object's number, the offset and the object of an access. Raises Faulted if the access is not allowed."""
        number, offset = address >> OFFSET_BITS, address & _OFFSET
        if offset >> (OFFSET_BITS - 1):  # before the first byte of the object that has the next number
            raise Faulted(Fault.BOUNDS, pointer=address, size=width)
        if number == 0:
            raise Faulted(Fault.NULL, pointer=address, size=width)
        if offset % width:
            raise Faulted(Fault.MISALIGNED, pointer=address, size=width)
        block = self.blocks.get(number)
        if block is None:
            in_heap = HEAP_BASE <= number < HEAP_BASE + self._granules
            raise Faulted(Fault.USE_AFTER_FREE if in_heap else Fault.BOUNDS, pointer=address, size=width)
        if self.thread < self._threads and block.owner not in (-1, self.thread):
            raise Faulted(Fault.USE_AFTER_FREE, pointer=address, size=width)
        if offset + width > block.size:
            raise Faulted(Fault.BOUNDS, pointer=address, size=width, object_size=block.size)
        return number, offset, block

    def load(self, address: int, width: int, unset: bool = False) -> int:
        """The little-endian value of `width` bytes; with `unset`, bytes that were never written are 0."""
        _, offset, block = self.locate(address, width)
        wanted = ((1 << width) - 1) << offset
        if not unset and block.written & wanted != wanted:
            raise Faulted(Fault.UNINITIALISED, pointer=address, size=width)
        return int.from_bytes(block.data[offset : offset + width], "little")

    def store(self, address: int, width: int, value: int) -> None:
        """Writes the value."""
        number, offset, block = self.locate(address, width)
        if block.constant:
            raise Faulted(Fault.READ_ONLY, pointer=address, size=width)
        data = block.data[:offset] + value.to_bytes(width, "little") + block.data[offset + width :]
        written = block.written | ((1 << width) - 1) << offset
        self.blocks[number] = block._replace(data=data, written=written)
        start = offset & -8
        if block.owner == -1 and start + 8 <= block.size:
            self.publish(int.from_bytes(data[start : start + 8], "little"))

    def peek(self, address: int, width: int) -> int | None:
        """What is there, or None if it was never written. For records only."""
        try:
            return self.load(address, width)
        except Faulted:
            return None

    def owned(self, address: int) -> bool:
        """True if nobody but the thread that runs can reach that object, or nobody can change it."""
        block = self.blocks.get(address >> OFFSET_BITS)
        return block is not None and (block.owner == self.thread or block.constant)

    def publish(self, word: int) -> None:
        """Others may come to know the word: the object that it names, if it names one, and all those that are named in
        that."""
        pending = [word]
        while pending:
            number = (pending.pop() & (1 << ADDRESS_BITS) - 1) >> OFFSET_BITS
            block = self.blocks.get(number)
            if block is not None and block.owner != -1:
                self.blocks[number] = block._replace(owner=-1)
                words = (block.data[i : i + 8] for i in range(0, block.size, 8))
                pending += [int.from_bytes(held, "little") for held in words]

    # objects

    def alloc(self, size: int, stack: bool, zero: bool, own: bool) -> int:
        """Makes an object in the lowest place where it fits and gives its address."""
        need = granules(size)
        area = stack and self._stack > 0
        first = self.thread * self._stack if area else self._first
        end = first + self._stack if area else self._granules
        taken = {first + i for first, block in self._heap() for i in range(granules(block.size))}
        run = 0
        for granule in range(first, end if need <= end - first and size <= LARGEST_OBJECT else first):
            run = 0 if granule in taken else run + 1
            if run == need:
                number = HEAP_BASE + granule - need + 1
                self.blocks[number] = Block(size, bytes(size), (1 << size) - 1 if zero else 0, stack)
                if own and self.thread < self._threads:
                    self.blocks[number] = self.blocks[number]._replace(owner=self.thread)
                return pointer(number)
        raise Faulted(Fault.LIMIT_STACK if stack else Fault.LIMIT_HEAP, size=size)

    def free(self, address: int) -> int:
        """Gives an object back; null is allowed. Returns the size it had."""
        if address == 0:
            return 0
        self.extent(address)
        return self.drop(address)

    def extent(self, address: int) -> int:
        """The size of an object that may be freed. Raises Faulted if it may not."""
        number = address >> OFFSET_BITS
        if address & _OFFSET or not HEAP_BASE <= number < HEAP_BASE + self._granules:
            raise Faulted(Fault.BAD_FREE, pointer=address)
        block = self.blocks.get(number)
        if block is None:
            raise Faulted(Fault.DOUBLE_FREE, pointer=address)
        if block.stack:
            raise Faulted(Fault.BAD_FREE, pointer=address)
        return block.size

    def drop(self, address: int) -> int:
        """Removes an object without questions."""
        return self.blocks.pop(address >> OFFSET_BITS).size

    def _heap(self) -> list[tuple[int, Block]]:
        return [(n - HEAP_BASE, b) for n, b in self.blocks.items() if HEAP_BASE <= n < FUNCTION_BASE]


def granules(size: int) -> int:
    """How many granules an object of that size takes."""
    return max(1, -(-size // GRANULE))


def static_blocks(program: Program) -> dict[int, Block]:
    """All globals with their first content, thread-local ones once per thread and once for between the threads."""
    numbers = object_numbers(program)
    addresses = function_addresses(program) | {name: pointer(number) for name, number in numbers.items()}
    blocks: dict[int, Block] = {}
    for item in program.globals.values():
        block = _first_content(item, addresses)
        for instance in range(program.max_threads + 1 if item.thread_local else 1):
            blocks[numbers[item.name] + instance] = block
    return blocks


def _first_content(item: Global, addresses: dict[str, int]) -> Block:
    size = item.type.size
    data = bytearray(item.init or bytes(size))
    for offset, symbol, addend in item.relocations:
        data[offset : offset + 8] = ((addresses[symbol] + addend) & _WORD).to_bytes(8, "little")
    return Block(size, bytes(data), (1 << size) - 1, constant=item.constant)
