"""FreeBSD's kqueue: one place to wait for events of files, processes, signals, timers. See README.md in this folder."""
