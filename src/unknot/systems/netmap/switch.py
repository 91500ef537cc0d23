"""The switch: what all variants have in common, and what is the same whoever is told of a packet."""

from unknot.systems.netmap import sequential, vale_traffic

CLASSES = (
    sequential.Sequential,
    vale_traffic.InOrderOnce,
    vale_traffic.RoomAgain,
    vale_traffic.Leases,
    vale_traffic.Learning,
    vale_traffic.PollWakesUp,
    vale_traffic.PortGoes,
    vale_traffic.OneRingTwice,
)

globals().update({cls.__name__: cls for cls in CLASSES})
