/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subject: a twin of the process, forked before anything was allocated,
 * that makes the calls.  It takes a call from the channel, makes it, writes
 * down what happened and a snapshot, answers, and sleeps in read(2) until the
 * next.  It parses nothing and tells nothing.
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
	int addresses;  /* a list that a call is made on; see struct call */
	int high;       /* descriptors of its own are moved up to here */
	pid_t observer; /* when it is gone, the subject goes too */
	sigset_t mask;  /* the signal mask that memtool was started with */
};

/*
 * Where the subject keeps what its call has come to: the same place in both,
 * as long as nothing is mapped over it.
 */
extern const struct returned *const subject_returned;

/* Be the subject.  Never returns. */
_Noreturn void subject_main(const struct subject_links *links);

#endif
