/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/act.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "command/command.h"
#include "words/uapi.h"

unsigned char act_scratch[SCRATCH_SIZE] __attribute__((aligned(4096)));

SUBJECT_STATE int act_self;
SUBJECT_STATE int act_death_signal = SIGKILL;

/* End only this thread: exit_group(2) would end the subject with it. */
void act_leave_copies(void)
{
	long self = syscall(SYS_gettid);

	/* -1: refused by a filter. */
	if (self != -1 && self != act_self)
		syscall(SYS_exit, 0L);
}

/* False: refused, for example by a filter. */
static bool read_clock(const struct returned *returned, struct timespec *now)
{
	if (returned->raw_clock)
		return syscall(SYS_clock_gettime, CLOCK_MONOTONIC, now) == 0;
	return clock_gettime(CLOCK_MONOTONIC, now) == 0;
}

void act_mark(enum act_mark mark)
{
	int error = errno;

	syscall(MARK_CALL, -1L, (long)MARK_MAGIC, (long)mark, 0L, 0L);
	errno = error;
}

void act_count_begin(struct returned *returned)
{
	returned->counted = getrusage(RUSAGE_SELF, &returned->usage) == 0;
}

void act_count_end(struct returned *returned)
{
	struct rusage usage;

	returned->minor = returned->major = -1;
	/* Every process has page faults: gVisor does not count them. */
	returned->counted &=
		getrusage(RUSAGE_SELF, &usage) == 0 && usage.ru_minflt;
	if (!returned->counted)
		return;
	returned->minor = usage.ru_minflt - returned->usage.ru_minflt;
	returned->major = usage.ru_majflt - returned->usage.ru_majflt;
}

void act_begin(struct returned *returned)
{
	if (!returned->counts_once)
		act_count_begin(returned);
	returned->clocked = read_clock(returned, &returned->begun);
	if (returned->traced)
		act_mark(MARK_BEGIN);
}

void act_end(struct returned *returned)
{
	struct timespec now;

	/*
	 * From here on a fault is memtool's: the vdso may have just been
	 * unmapped.
	 */
	returned->ended = true;
	returned->duration_ns = -1;
	__asm__ volatile("" ::: "memory");
	if (returned->traced)
		act_mark(MARK_END);
	returned->clocked &= read_clock(returned, &now);
	if (!returned->counts_once)
		act_count_end(returned);
	/* Each traced system call waited for the tracer twice. */
	if (returned->clocked && !returned->traced)
		returned->duration_ns =
			(now.tv_sec - returned->begun.tv_sec) * 1000000000LL +
			(now.tv_nsec - returned->begun.tv_nsec);
}

void act_number(const struct call *call, struct returned *returned)
{
	act_syscall(returned, call->command->call->number, call->args[0],
		call->args[1], call->args[2], call->args[3], call->args[4],
		call->args[5]);
}

void act_syscall(struct returned *returned, long number, uint64_t a, uint64_t b,
	uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	act_begin(returned);
	/*
	 * Pass longs, one register each; a uint64_t is two registers of 32
	 * bits.
	 */
	returned->value = syscall(
		number, (long)a, (long)b, (long)c, (long)d, (long)e, (long)f);
	returned->error = returned->value == -1 ? errno : 0;
	act_end(returned);
}

uint64_t act_break(uint64_t address)
{
	long answer = syscall(SYS_brk, (long)address);

	return answer == -1 ? BREAK_UNKNOWN : (unsigned long)answer;
}

/*
 * The kernel's brk never fails: it returns the current break, moved or not.
 * The C library turns a lower break than requested into ENOMEM, and any other
 * into success; compare exactly here (brk(2), "C library/kernel differences").
 */
void act_move_break(const struct call *call, struct returned *returned,
	uint64_t before, uint64_t wanted)
{
	uint64_t answer;

	returned->found.program_break.before =
		returned->found.program_break.after = before;
	if (before == BREAK_UNKNOWN) {
		returned->error = errno;
		return;
	}
	act_begin(returned);
	answer = act_break(wanted);
	returned->value = (int64_t)answer;
	returned->error = answer == BREAK_UNKNOWN ? errno : 0;
	act_end(returned);
	if (!returned->error && wanted && answer != wanted)
		returned->error = ENOMEM;
	returned->found.program_break.after = answer;
	/*
	 * The C library caches the break in a variable, from which malloc's
	 * next sbrk would start.  Calling its brk() with the current break only
	 * sets the variable, as in a program that calls brk.
	 */
	if (call->with_heap && answer != before && answer != BREAK_UNKNOWN &&
		brk((void *)(uintptr_t)answer) == -1)
		errno = 0; /* other libraries have no such variable, and no brk
			    */
}

struct places places_of(const struct call *call)
{
	struct places places = {
		.addr = arg(call, ROLE_ADDR), .step = call->page_size};
	uint64_t last = arg(call, ROLE_LENGTH) - 1;
	uint64_t stride = arg(call, ROLE_STRIDE);

	if (stride)
		places.step = stride;
	else
		places.head = places.addr % call->page_size;
	/* (head + last) / step, but the sum may overflow. */
	if (last != UINT64_MAX)
		places.count =
			last / places.step +
			(last % places.step + places.head) / places.step + 1;
	return places;
}

uint64_t place_at(const struct places *places, uint64_t n)
{
	return n == 0 ? places->addr
		      : places->addr - places->head + n * places->step;
}
