/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the observer share. */
#ifndef MEMTOOL_OBSERVER_INSIDE_H
#define MEMTOOL_OBSERVER_INSIDE_H

#include <time.h>

#include "acts/heap.h"
#include "acts/usercopy.h"
#include "observer/interrupt.h"
#include "observer/observer.h"
#include "proc/maps_text.h"

enum wait_result {
	WAIT_ON,
	WAIT_ANSWERED,
	WAIT_DIED,
	WAIT_INTERRUPTED,
	WAIT_TROUBLED, /* we cannot wait: see o->trouble */
};

/*
 * memtool itself cannot work: WHAT failed with ERROR.  Only the first counts.
 * Returns false, always.
 */
bool observer_trouble(struct observer *o, const char *what, int error);

/*
 * Whether the subject has said something; false: something else has happened
 * (a signal, the end of a child), or the line of progress was due and is shown.
 */
bool poll_channel(struct observer *o);
/*
 * Whether the subject has ended, waited for or not.  The channel alone does not
 * say so: a process that it left behind may hold the other end.
 */
bool has_ended(const struct performer *p);
/* Whether memtool was asked to stop: then the subject is ended. */
bool was_interrupted(struct observer *o);

/*
 * Serve the faults of a usercopy with --fault-delay, from before it is sent
 * until it is judged: then RECORD gets their number.
 */
void faults_expect(struct observer *o, const struct record *record);
void faults_end(struct observer *o, struct record *record);
/* Whether the message that has come hands them over; then it is taken. */
bool faults_take(struct observer *o);
/* Nanoseconds until one is to be supplied, 0: none waits; what to poll, or -1.
 */
int64_t faults_due(const struct observer *o);
int faults_poll(const struct observer *o);
/* Take up one that has come, supply one that has waited. */
void faults_serve(struct observer *o);

/* Wait for the subject's answer, its death or an interruption. */
enum wait_result wait_for_answer(struct observer *o, struct answer *answer);

/* Have the subject carry out the step of RECORD.  False: see o->trouble. */
bool lock_step_perform(struct observer *o, struct record *record);

/* "died of SIGKILL", "exited with status 1": how a dead subject ended. */
void describe_death(const struct performer *p, char *text, size_t size);

/* Whether the subject is there to be held. */
bool can_hold(struct observer *o, const struct plan *plan);

/* Nanoseconds of a clock that only goes forward. */
int64_t clock_ns(void);
struct timespec timespec_of(int64_t ns);

/*
 * The line on a terminal that tells of a step that lasts, where --quiet allows
 * it.  It is due whenever progress_due() is over; the end erases it.
 */
void progress_allow(struct observer *o, const struct plan *plan);
void progress_begin(struct observer *o, const struct record *record);
int64_t progress_due(const struct observer *o); /* ns; 0: never */
void progress_show(struct observer *o);
/* Where nothing is waited for: show it, if it is due. */
void progress_pass(struct observer *o);
/* So many of the region's pages have been looked at: show it, if it is due. */
void progress_look(struct observer *o, uint64_t done, uint64_t all);
void progress_end(struct observer *o);

/*
 * Make sure that the subject is gone, and learn how it ended.  PATIENTLY: it
 * is dying of something, which a signal of ours must not hide.
 */
void reap(struct observer *o, bool patiently);

/*
 * What touch executed may have forked, and what it forked may have left the
 * subject's group.  Adopt such orphans, from before the subject is born; end
 * them when it is gone.
 */
void strays_adopt(struct observer *o);
void strays_end(struct observer *o);

/*
 * Fill in CALL, whose command is set, from the step's expressions.  False:
 * something that it needs is not there; REASON says what.
 */
bool evaluate(const struct observer *o, const struct plan *plan,
	const struct step *step, struct call *call, struct reason *reason);

/* Fill in .blind of CALL: how far such memory goes around its address. */
void find_blind(const struct observer *o, struct call *call);

/*
 * Note how many of the control group were killed for memory before a step that
 * may need much: to read it takes as long as a small chain, which is in no
 * such danger.  If the subject is killed so the count will have risen.
 */
void count_kills(struct observer *o, struct record *record);

/*
 * Read the entries of a step into RECORD and, if there is one, a snapshot: up
 * to END, which the subject's answer gives; 0: it is gone, so all there are.
 */
struct gathered {
	bool begun;
	bool signalled;
	struct signal_entry signal;
	bool snapshot; /* a new one is complete */
	bool damaged;  /* up to END it is not what the subject writes */
	int error;     /* errno: we could not read it, or are short of memory */
};
struct gathered gather(struct observer *o, struct record *record, uint64_t end);

/*
 * Settle the outcome of a step: it was not performed; the subject has answered,
 * is gone, or was ended because memtool was interrupted.
 */
void judge_skipped(struct record *record);
void judge_answer(const struct gathered *seen, struct record *record);
/* It has answered, but its recording is lost. */
void judge_lost(const struct gathered *seen, const struct answer *answer,
	struct record *record);
void judge_death(const struct observer *o, const struct gathered *seen,
	struct record *record);
void judge_interruption(const struct observer *o, const struct gathered *seen,
	struct record *record);
bool is_unsupported(const struct record *record);

/* The mappings that a snapshot has; the newest one's. */
struct maps maps_in(const struct snapshot *snapshot);
struct maps maps_now(const struct observer *o);

/* Note how much the subject has written; what it has added since, or NULL. */
void note_output(struct observer *o);
char *output_since_noted(const struct observer *o);

/* After a step, while the subject sleeps: fill in record->pages, for --pages.
 */
void look_at_pages(struct observer *o, struct record *record);
/* What is known of the residency that mincore has asked for. */
void look_at_residency(struct observer *o, struct record *record);
/* Where the stack lies that alloca took memory of. */
void look_at_stack(struct observer *o, struct record *record);

/* What the command of a step has the observer do besides: see watch.c. */
void watch_before(struct observer *o, const struct record *record);
void watch_after(struct observer *o, struct record *record);

/*
 * Before a step: what its address is to the allocator, and whether that can
 * still be asked of its figures.  After it: where its blocks came from.
 */
void heap_before(struct observer *o, struct record *record);
void heap_after(struct observer *o, struct record *record);
/* The addresses that a step acts on, one after the other: number N, from 0. */
uint64_t heap_address(
	const struct observer *o, const struct record *record, uint64_t n);
/* Find out record->heap_use; note what a step did to the allocator's memory. */
void heap_find_use(const struct observer *o, struct record *record);
void heap_note_harm(struct observer *o, const struct record *record);
/* Whether a step moved the program break down. */
bool heap_lost_break(const struct record *record);
/* Whether a step's range has anything of the allocator's in it. */
bool heap_is_reached(const struct observer *o, const struct record *record);
/* Tell where the blocks came from that a step was GIVEN: sorted, to be freed.
 */
void heap_note_blocks(
	const struct observer *o, struct record *record, struct spans *given);
/* What of the memory that a step has freed is resident still. */
void heap_look_at_kept(struct observer *o, struct record *record);
/* Whether the blocks, each as long as the call asked, are zero. */
enum heap_zero heap_is_zero(pid_t pid, const struct record *record,
	const struct span *blocks, size_t count);

#endif
