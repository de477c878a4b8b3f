/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subject: a fork of the process, made before anything was allocated, that
 * makes the calls.  It receives a call from the channel, makes it, records the
 * result and a snapshot, answers, and sleeps in read(2) until the next.  It
 * parses nothing and prints nothing.
 */
#ifndef MEMTOOL_SUBJECT_SUBJECT_H
#define MEMTOOL_SUBJECT_SUBJECT_H

#include <signal.h>
#include <sys/types.h>

#include "command/call.h"

struct subject_links {
	int channel; /* calls come from it, answers go to it */
	int recording;
	int output;     /* its standard output and error */
	int addresses;  /* a list for repeated calls; see struct call */
	int high;       /* its own descriptors are moved up to here */
	pid_t observer; /* when it ends, the subject ends too */
	sigset_t mask;  /* the signal mask that memtool was started with */
};

/*
 * Where the subject keeps its call's result: at the same address in both
 * processes, as long as nothing is mapped over it.
 */
extern const struct returned *const subject_returned;

/*
 * Map all pages of the program and its libraries.  In the observer of a plan
 * that forks: each is shared then, and stays so when a child comes or goes.  In
 * a subject that makes threads: the C library's code for that is everywhere.
 */
void subject_share_text(void);

/* Move FD to the lowest free number from HIGH on, if there is one. */
int move_up(int fd, int high);

/* Be the subject.  Never returns. */
_Noreturn void subject_main(const struct subject_links *links);

#endif
