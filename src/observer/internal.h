/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the observer share. */
#ifndef MEMTOOL_OBSERVER_INTERNAL_H
#define MEMTOOL_OBSERVER_INTERNAL_H

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
	WAIT_TIMED_OUT,
	WAIT_TROUBLED, /* waiting failed: see o->trouble */
};

/*
 * memtool itself failed: WHAT failed with ERROR.  Only the first is kept.
 * Always returns false.
 */
/* "write to the recording: File too large", and which limit that is. */
struct failure {
	char text[160];
};
struct failure failure_of(const char *what, int error);
bool observer_trouble(struct observer *o, const char *what, int error);

/*
 * Whether the subject has sent something; false: something else happened (a
 * signal, the end of a child), or the progress line was due and is shown.
 */
bool poll_channel(struct observer *o);
/*
 * Whether the subject has ended, reaped or not.  The channel does not show
 * that: a process that it left behind may hold the other end.
 */
bool has_ended(const struct performer *performer);
/* Whether the step's --timeout has passed; if so, ends its process. */
bool has_timed_out(struct observer *o);
/* Whether memtool was asked to stop; if so, ends the subject. */
bool was_interrupted(struct observer *o);

/*
 * Serve the faults of a usercopy with --fault-delay, from before it is sent
 * until its outcome is known; then note their number in RECORD.
 */
void faults_expect(struct observer *o, const struct record *record);
void faults_end(struct observer *o, struct record *record);
/* Whether the pending message hands them over; if so, takes it. */
bool faults_take(struct observer *o);
/* Nanoseconds until a page is due, 0: none; the descriptor to poll, or -1. */
int64_t faults_due(const struct observer *o);
int faults_poll(const struct observer *o);
/* Accept a new fault, supply a page that is due. */
void faults_serve(struct observer *o);

/* Wait for the subject's answer, its death or an interruption. */
enum wait_result wait_for_answer(struct observer *o, struct answer *answer);

/* Make the subject perform the step of RECORD.  False: see o->trouble. */
bool lock_step_perform(struct observer *o, struct record *record);

/* How one ended: "the subject died of SIGKILL", "process c exited with ...". */
enum { DEATH_SIZE = NAME_SIZE + 64 };
void describe_death(const struct performer *performer, char *text, size_t size);

/* Whether the subject is alive and can be held. */
bool can_hold(struct observer *o, const struct plan *plan);

/* Nanoseconds of a monotonic clock. */
int64_t clock_ns(void);
struct timespec timespec_of(int64_t ns);

/*
 * The progress line on a terminal for a long step, unless --quiet.  It is due
 * when progress_due() has passed; the end erases it.
 */
void progress_allow(struct observer *o, const struct plan *plan);
void progress_begin(struct observer *o, const struct record *record);
int64_t progress_due(const struct observer *o); /* ns; 0: never */
void progress_show(struct observer *o);
/* When not waiting: show it, if it is due. */
void progress_pass(struct observer *o);
/* DONE of the region's pages have been read: show it, if it is due. */
void progress_look(struct observer *o, uint64_t done, uint64_t all);
void progress_end(struct observer *o);

/*
 * Make sure that a process is gone, and get its status.  PATIENTLY: it is
 * already dying, and a signal from us must not hide the cause.
 */
void reap(struct observer *o, struct performer *p, bool patiently);

/* waitpid(2) of PID, the process of P or its thread; note what it used. */
pid_t wait_for_end(struct performer *p, pid_t pid, int *status, int options);

/*
 * The same for a process whose parent is a subject: see zombie.c.  OPTIONS of
 * waitpid(2): WNOHANG.
 */
bool zombie_exists(pid_t pid);
bool zombie_is_gone(struct performer *p, int options);
/* Close its links and free what it holds; it is gone. */
void performer_release(struct performer *p);

/* A file in memory, closed on exec, with a number from HIGH on; -1: trouble. */
int memory_file(struct observer *o, const char *name, int high);
int high_descriptor(void);

/*
 * Make what the children of a step are given; it goes with the call.  Then make
 * performers of those that live.  End what is left of all.
 */
void forks_prepare(struct observer *o, const struct record *record);
void forks_take(struct observer *o, struct record *record);
void forks_end(struct observer *o);
/* After a step: make performers of its threads; note that one has ended. */
void threads_take(struct observer *o, struct record *record);
void threads_note_end(struct observer *o, struct record *record);
/* After a step: note whether a thread's stack was too small for it. */
void threads_note_stack(const struct observer *o, struct record *record);
/* Send a call to the current performer; false: errno is set. */
bool send_call(struct observer *o, const struct call *call);

/*
 * For a plan that forks: make memtool's own memory the subject's own before the
 * first step.  Add what is written of it to a call.
 */
bool own_memory_settle(struct observer *o, const struct plan *plan);
void own_memory_add(const struct observer *o, struct call *call);

/* The process that performs STEP; NULL: it was not made, see REASON. */
struct performer *choose_performer(struct observer *o, const struct plan *plan,
	const struct step *step, struct reason *reason);
/* Have a process look at its memory, with CALL of the record and its parts. */
void others_ask(struct observer *o, struct performer *p, struct record *record);
/* P has died in the step, and nobody ended it: the step says so. */
void note_casualty(const struct performer *p, struct record *record);
/* After a step: have the other processes look at their memory, too. */
void others_look(struct observer *o, struct record *record);

/*
 * Code run by touch may have forked, and left the subject's process group.
 * Adopt such orphans, from before the subject is forked; end them when it is
 * gone.
 */
void orphans_adopt(struct observer *o);
void orphans_end(struct observer *o);

/*
 * Fill in CALL, whose command is set, from the step's expressions.  False:
 * something that it needs is missing; see REASON.
 */
bool evaluate(const struct observer *o, const struct plan *plan,
	const struct step *step, struct call *call, struct reason *reason);

/*
 * Fill in .store_range of CALL: the extent of such memory around its address.
 */
void find_store_range(const struct observer *o, struct call *call);

/*
 * Before a step that may need much memory, note the control group's count of
 * OOM kills: if the subject is killed for that, the count will have risen.
 * Small chains skip it, as reading takes as long as they do.
 */
void count_kills(struct observer *o, struct record *record);

/*
 * Read the entries of a step into RECORD, with the snapshot if there is one, up
 * to END from the subject's answer; 0: it is gone, so read all.
 */
struct gathered {
	bool begun;
	bool signalled;
	struct signal_entry signal;
	bool snapshot; /* a complete new one was read */
	bool damaged;  /* not all up to END was written by the subject */
	int error;     /* errno: reading failed, or out of memory */
};
struct gathered gather(struct observer *o, struct record *record, uint64_t end);

/*
 * Set the outcome of a step: it was not performed; the subject has answered, is
 * gone, or was ended because memtool was interrupted.
 */
void outcome_skipped(struct record *record);
void outcome_answered(const struct gathered *seen, struct record *record);
/* It answered, but its recording is lost. */
void outcome_lost(const struct gathered *seen, const struct answer *answer,
	struct record *record);
void outcome_died(
	struct observer *o, const struct gathered *seen, struct record *record);
void outcome_timed_out(struct record *record);
void outcome_interrupted(const struct observer *o, const struct gathered *seen,
	struct record *record);
bool is_unsupported(const struct record *record);

/* The mappings of a snapshot; of the newest one. */
struct maps maps_in(const struct snapshot *snapshot);
struct maps maps_now(const struct observer *o);

/* Note how much the subject has written; the text added since, or NULL. */
void note_output(struct observer *o);
char *output_since_noted(const struct observer *o);

/* After a step, while the subject sleeps: fill in record->pages for --pages. */
void read_region_pages(struct observer *o, struct record *record);
/* Note whether mincore's residency can be trusted. */
void note_mincore_trust(struct observer *o, struct record *record);
/* Find the stack that alloca took memory from. */
void find_stack_extent(struct observer *o, struct record *record);

/*
 * Make the groups of a cgroup step and move the current performer there; set
 * the step's result.  At the end remove them all.
 */
void groups_enter(struct observer *o, const struct record *record);
void groups_note(struct observer *o, struct record *record);
void groups_end(struct observer *o);

/* The observer's extra work for some commands: see watch.c. */
void watch_before(struct observer *o, const struct record *record);
void watch_after(struct observer *o, struct record *record);

/*
 * Before a step: what its address is to the allocator, and whether the
 * allocator may still be asked for figures.  After it: where its blocks came
 * from.
 */
void heap_before(struct observer *o, struct record *record);
/* Whether the step may be performed on what is left of the heap. */
bool heap_can_be_walked(const struct observer *o, const struct step *step,
	struct reason *reason);
void heap_after(struct observer *o, struct record *record);
/* The Nth address that a step acts on, from 0. */
uint64_t heap_address(
	const struct observer *o, const struct record *record, uint64_t n);
/* Set record->heap_use; note how a step changed the allocator's memory. */
void heap_find_use(const struct observer *o, struct record *record);
void heap_note_harm(struct observer *o, const struct record *record);
/* Whether a step moved the program break down. */
bool heap_lost_break(const struct record *record);
/* Whether a step's range contains any of the allocator's memory. */
bool heap_is_reached(const struct observer *o, const struct record *record);
/* Note where a step's blocks came from; GIVEN gets them sorted, to be freed. */
void heap_note_blocks(
	const struct observer *o, struct record *record, struct spans *given);
/* Find how much of the memory that a step freed is still resident. */
void heap_find_retained(struct observer *o, struct record *record);
/* Whether the blocks, to the requested length, are zero. */
enum heap_zero heap_is_zero(pid_t pid, const struct record *record,
	const struct span *blocks, size_t count);

#endif
