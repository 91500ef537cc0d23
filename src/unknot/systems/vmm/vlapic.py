"""A virtual local APIC: which interrupts have been accepted, which are in service, which of them are level-triggered.

One idea: each register is one word with a bit for each vector, and an interrupt goes through them: accepted (IRR), in
service (ISR), ended (EOI). Other threads only ever set bits of the IRR; the rest belongs to the vCPU. The TMR decides
at the EOI whether the I/O APIC hears of it: if it should and does not, the pin stays closed for ever.

Locking key: (a) atomic; (v) the vCPU's own thread, or whoever owns the frozen vCPU; (p) the vioapic lock, and the vCPU
is not RUNNING.

Left out: vectors from 64 up, the task priority, the timer and the other local sources. Vectors below 16 are illegal,
and ignored.
"""

from unknot.lang import Ptr, acquire, addr, atomic, cast, relaxed, release, struct, u32, u64

VECTORS = 64
FIRST_VECTOR = 16
CLASS_SHIFT = 4  # a vector's priority class is its upper half


@struct
class Vlapic:
    """The registers of one vCPU's APIC."""

    irr: atomic[u64]  # (a) accepted, not yet in service
    isr: u64  # (v) in service
    tmr: u64  # (v) level-triggered; where it is set at acceptance: (a)
    tmr_vec_assert: u64  # (p) bits to set in tmr at the next entry into the guest
    tmr_vec_deassert: u64  # (p) bits to clear
    tmr_pending: u32  # (p) whether there are any


def bit_of(vector: u32) -> u64:
    """The bit that stands for a vector."""
    return u64(1) << vector


def highest(word: u64) -> u32:
    """The highest vector whose bit is set; 0 if none is."""
    found: u32 = 0
    if word >> 32:
        found += 32
    if word >> (found + 16) & 0xFFFF:
        found += 16
    if word >> (found + 8) & 0xFF:
        found += 8
    if word >> (found + 4) & 0xF:
        found += 4
    if word >> (found + 2) & 3:
        found += 2
    return found + u32(word >> (found + 1) & 1)


def legal(vector: u32) -> bool:
    """Whether there can be an interrupt of this vector."""
    return FIRST_VECTOR <= vector < VECTORS


# -- acceptance: called by other threads, too --------------------------------------------------------------------------


def accept(lapic: Ptr[Vlapic], vector: u32, level: bool) -> bool:
    """Accepts an interrupt; True if the vCPU must be told. `level` ought to be what the TMR says: nobody looks."""
    if not legal(vector):
        return False
    lapic.irr.fetch_or(bit_of(vector), release)
    return True


def accept_with_tmr(lapic: Ptr[Vlapic], vector: u32, level: bool) -> bool:
    """Accepts an interrupt, and first makes its bit of the TMR true, so that whoever sees the one sees the other."""
    if not legal(vector):
        return False
    bit = bit_of(vector)
    set_trigger_mode(lapic, bit, level)
    lapic.irr.fetch_or(bit, release)
    return True


def set_trigger_mode(lapic: Ptr[Vlapic], bit: u64, level: bool) -> None:
    """Makes a bit of the TMR what it is to be; by any thread."""
    tmr = cast(Ptr[atomic[u64]], addr(lapic.tmr))
    if (tmr.load(relaxed) & bit != 0) == level:
        return
    if level:
        tmr.fetch_or(bit, relaxed)
    else:
        tmr.fetch_and(~bit, relaxed)


# -- service: the vCPU's own thread ------------------------------------------------------------------------------------


def vlapic_pending_intr(lapic: Ptr[Vlapic]) -> u32:
    """The vector that may interrupt the guest now, 0 if none: its class is above all that is in service."""
    vector = highest(lapic.irr.load(acquire))
    return vector if vector >> CLASS_SHIFT > highest(lapic.isr) >> CLASS_SHIFT else 0


def vlapic_intr_accepted(lapic: Ptr[Vlapic], vector: u32) -> None:
    """The guest is interrupted: from accepted to in service."""
    lapic.irr.fetch_and(~bit_of(vector), relaxed)
    lapic.isr |= bit_of(vector)


def end_service(lapic: Ptr[Vlapic]) -> u32:
    """The guest's EOI ends the service of the highest vector in service: which one, 0 if none was."""
    vector = highest(lapic.isr)
    if vector != 0:
        lapic.isr &= ~bit_of(vector)
    return vector


# -- the trigger-mode register -----------------------------------------------------------------------------------------


def tmr_bit(lapic: Ptr[Vlapic], vector: u32) -> bool:
    """Whether the vector is level-triggered, where only the vCPU itself writes the TMR."""
    return lapic.tmr & bit_of(vector) != 0


def tmr_bit_shared(lapic: Ptr[Vlapic], vector: u32) -> bool:
    """The same where whoever sends an interrupt may write the TMR."""
    return cast(Ptr[atomic[u64]], addr(lapic.tmr)).load(relaxed) & bit_of(vector) != 0


def vlapic_tmr_set(lapic: Ptr[Vlapic], vector: u32, level: bool) -> None:
    """Notes a change for the next entry into the guest; the last one counts."""
    if level:
        lapic.tmr_vec_assert |= bit_of(vector)
        lapic.tmr_vec_deassert &= ~bit_of(vector)
    else:
        lapic.tmr_vec_deassert |= bit_of(vector)
        lapic.tmr_vec_assert &= ~bit_of(vector)
    lapic.tmr_pending = 1


def vlapic_tmr_update(lapic: Ptr[Vlapic]) -> None:
    """Makes the changes that were noted."""
    if lapic.tmr_pending == 0:
        return
    lapic.tmr = lapic.tmr & ~lapic.tmr_vec_deassert | lapic.tmr_vec_assert
    lapic.tmr_vec_assert = 0
    lapic.tmr_vec_deassert = 0
    lapic.tmr_pending = 0
