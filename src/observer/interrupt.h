/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signals that ask memtool to stop.  The first one is noted, and long work
 * checks for it, stops early, and completes the document.  A second one, at
 * least a second later, ends memtool at once.
 */
#ifndef MEMTOOL_OBSERVER_INTERRUPT_H
#define MEMTOOL_OBSERVER_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

/* Catch SIGINT, SIGTERM and SIGHUP, unless ignored, and SIGCHLD. */
void interrupt_catch(void);

/* The noted signal; 0: none. */
int interrupt_pending(void);

/*
 * ppoll(2) that also returns, with EINTR, when a signal has been noted, or when
 * a child has ended or stopped since the last call: then nothing was polled,
 * regardless of the timeout.  TIMEOUT NULL: for ever.
 */
int interrupt_poll(
	struct pollfd *fds, nfds_t count, const struct timespec *timeout);

/*
 * Open and read input that may be slow, from a pipe or a FIFO.  Like open(2)
 * and read(2), but reading fails with EINTR once a signal was noted.
 */
int interrupt_open(const char *path);
ssize_t interrupt_read(int fd, void *to, size_t size);

#endif
