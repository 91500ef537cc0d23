"""FreeBSD's netisr with what queues packets through it: interfaces that come and go, a queue for deferred sending, IPv6
neighbours, lagg. See README.md in this folder."""
