/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signals that ask memtool to stop.  The first one is noted, and whatever
 * lasts looks for it: work is cut short, the document is completed.  Whoever
 * asks again a second later wants it now.
 */
#ifndef MEMTOOL_OBSERVER_INTERRUPT_H
#define MEMTOOL_OBSERVER_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

/* Note SIGINT, SIGTERM and SIGHUP, unless ignored, and the ends of children. */
void interrupt_catch(void);

/* The signal that was noted; 0: none. */
int interrupt_pending(void);

/*
 * ppoll(2) that also returns, with EINTR, when a signal has been noted, or when
 * a child has ended or stopped since the last call: then nothing was polled,
 * whatever the timeout.  TIMEOUT may be NULL: for ever.
 */
int interrupt_poll(
	struct pollfd *fds, nfds_t count, const struct timespec *timeout);

/*
 * Open and read input that may be long in coming, from a pipe or a FIFO.  As
 * open(2) and read(2), but reading ends with EINTR once a signal has been
 * noted.
 */
int interrupt_open(const char *path);
ssize_t interrupt_read(int fd, void *to, size_t size);

#endif
