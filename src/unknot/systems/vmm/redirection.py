"""A redirection entry of the I/O APIC: 64 bits that say what becomes of a pin's signal. One idea: the layout is the
chip's, so that the guest's two 32-bit halves and the read-only bits mean what they mean there."""

from unknot.lang import u32, u64

INTVEC = 0xFF  # the vector
DELMOD = 0x700
DELFIXED = 0x000
DELLOPRI = 0x100
DESTLOG = 0x800  # the destination is a mask of vCPUs, else one vCPU's number
DELIVS = 0x1000  # delivery status; read-only, always 0 here
INTALO = 0x2000  # the pin is active when low: nobody looks
REM_IRR = 0x4000  # a level interrupt was sent and has not been ended; read-only
TRGRLVL = 0x8000  # level-triggered
INTMSET = 0x10000  # masked
DEST_SHIFT = 56
RO_BITS = REM_IRR | DELIVS
HALF = 0xFFFF_FFFF
BROADCAST = 0xFF
FIRST_VALUE = 1 << 48 | INTMSET  # after a reset


def entry(vector: u64, dest: u64, more: u64 = 0) -> u64:
    """An entry of fixed delivery to one vCPU, edge-triggered, unmasked, if `more` says nothing else."""
    return dest << DEST_SHIFT | more | vector


def low(value: u64) -> u32:
    """What its lower register says."""
    return u32(value & HALF)


def high(value: u64) -> u32:
    """What its upper register says."""
    return u32(value >> 32)


def vector_of(reg: u64) -> u32:
    """The vector."""
    return u32(reg & INTVEC)


def deliverable(reg: u64) -> bool:
    """Whether its delivery mode ends at the IRR of a local APIC: fixed or lowest priority. Others are ignored."""
    return reg & DELMOD <= DELLOPRI


def is_level(reg: u64) -> bool:
    """Whether its interrupts are level-triggered, as far as local APICs are concerned."""
    return reg & TRGRLVL != 0 and deliverable(reg)


def destinations(reg: u64, vcpus: u32) -> u64:
    """The vCPUs that it means, a bit for each. Lowest priority takes the first of a mask, as FreeBSD does."""
    dest = reg >> DEST_SHIFT
    everyone = (u64(1) << vcpus) - 1
    if dest == BROADCAST:
        return everyone
    if reg & DESTLOG == 0:
        return u64(1) << dest if dest < vcpus else u64(0)
    chosen = dest & everyone
    if reg & DELMOD == DELLOPRI:
        return chosen & -chosen
    return chosen


def written(old: u64, half: u32, data: u32) -> u64:
    """The entry after a write to one of its halves: 0 the lower, 1 the upper. Read-only bits stay."""
    shift = half * 32
    mine = u64(HALF) << shift & ~u64(RO_BITS)
    return old & ~mine | u64(data) << shift & mine
