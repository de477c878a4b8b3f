/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the observer share. */
#ifndef MEMTOOL_OBSERVER_INSIDE_H
#define MEMTOOL_OBSERVER_INSIDE_H

#include "observer/observer.h"

enum wait_result { WAIT_ANSWERED, WAIT_DIED, WAIT_INTERRUPTED };

/* Catch the signals that ask memtool to stop, but for those ignored. */
void interrupt_catch(void);
void interrupt_release(void);
/* From now on one is noted, and the report finished; before it is the end. */
void interrupt_expect(void);
/* The signal that was noted; 0: none. */
int interrupt_pending(void);

/* Wait for the subject's answer, its death or an interruption. */
enum wait_result wait_for_answer(struct observer *o, struct answer *answer);

/* "died of SIGKILL", "exited with status 1": how a dead subject ended. */
void describe_death(const struct observer *o, char *text, size_t size);

/*
 * Make sure that the subject is gone, and learn how it ended.  PATIENTLY: it
 * is dying of something, which a signal of ours must not hide.
 */
void reap(struct observer *o, bool patiently);

/*
 * Fill in CALL, whose command is set, from the step's expressions.  False:
 * something that it needs is not there; REASON says what.
 */
bool evaluate(const struct observer *o, const struct plan *plan,
	const struct step *step, struct call *call, char *reason, size_t size);

/*
 * Note how many of the control group were killed for memory before a step that
 * may need much: to read it takes as long as a small chain, which is in no
 * such danger.  If the subject is killed so the count will have risen.
 */
void count_kills(struct observer *o, struct record *record);

/* Read the entries of a step into RECORD and, if there is one, a snapshot. */
struct gathered {
	bool begun;
	bool signalled;
	struct signal_entry signal;
	bool snapshot;        /* a new one is complete */
	bool short_of_memory; /* and something is missing */
	bool damaged;         /* it is not what the subject writes */
};
struct gathered gather(struct observer *o, struct record *record);

/* After a step, while the subject sleeps: fill in record->pages, for --pages.
 */
void look_at_pages(struct observer *o, struct record *record);
/* And what is known of the residency that the step has asked for. */
void look_at_residency(struct record *record);

#endif
