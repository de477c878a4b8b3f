/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/act.h"

#include <errno.h>
#include <unistd.h>

#include "command/command.h"
#include "words/uapi.h"

unsigned char act_scratch[SCRATCH_SIZE] __attribute__((aligned(4096)));

SUBJECT_STATE int act_self;

/* Of the thread alone: exit_group(2) would end the subject with it. */
void act_leave_copies(void)
{
	long self = syscall(SYS_gettid);

	/* -1: a filter refuses it. */
	if (self != -1 && self != act_self)
		syscall(SYS_exit, 0L);
}

/* False: it is refused, by a filter for example. */
static bool read_clock(const struct returned *r, struct timespec *now)
{
	if (r->raw_clock)
		return syscall(SYS_clock_gettime, CLOCK_MONOTONIC, now) == 0;
	return clock_gettime(CLOCK_MONOTONIC, now) == 0;
}

void act_mark(enum act_mark mark)
{
	int error = errno;

	syscall(MARK_CALL, -1L, (long)MARK_MAGIC, (long)mark, 0L, 0L);
	errno = error;
}

void act_begin(struct returned *r)
{
	r->counted = getrusage(RUSAGE_SELF, &r->usage) == 0;
	r->clocked = read_clock(r, &r->begun);
	if (r->traced)
		act_mark(MARK_BEGIN);
}

void act_end(struct returned *r)
{
	struct rusage usage;
	struct timespec now;

	/* From here on a fault is ours: the vdso may just have been unmapped.
	 */
	r->ended = true;
	r->duration_ns = r->minor = r->major = -1;
	__asm__ volatile("" ::: "memory");
	if (r->traced)
		act_mark(MARK_END);
	r->clocked &= read_clock(r, &now);
	/* No process lives without a fault: gVisor counts none. */
	r->counted &= getrusage(RUSAGE_SELF, &usage) == 0 && usage.ru_minflt;
	/* Each traced system call has waited for the tracer, twice. */
	if (r->clocked && !r->traced)
		r->duration_ns = (now.tv_sec - r->begun.tv_sec) * 1000000000LL +
				 (now.tv_nsec - r->begun.tv_nsec);
	if (r->counted) {
		r->minor = usage.ru_minflt - r->usage.ru_minflt;
		r->major = usage.ru_majflt - r->usage.ru_majflt;
	}
}

void act_number(const struct call *c, struct returned *r)
{
	act_syscall(r, c->command->call->number, c->args[0], c->args[1],
		c->args[2], c->args[3], c->args[4], c->args[5]);
}

void act_syscall(struct returned *r, long number, uint64_t a, uint64_t b,
	uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	act_begin(r);
	/* A long is what a register takes; uint64_t is two of 32 bits. */
	r->value = syscall(
		number, (long)a, (long)b, (long)c, (long)d, (long)e, (long)f);
	r->error = r->value == -1 ? errno : 0;
	act_end(r);
}

uint64_t act_break(uint64_t address)
{
	long answer = syscall(SYS_brk, (long)address);

	return answer == -1 ? BREAK_UNKNOWN : (unsigned long)answer;
}

/*
 * The kernel never fails brk: it answers with the break that holds, moved or
 * not.  The C library turns an answer below what was asked into ENOMEM, and
 * takes any other for success; we compare exactly (brk(2), "C library/kernel
 * differences").
 */
void act_move_break(const struct call *c, struct returned *r, uint64_t before,
	uint64_t wanted)
{
	uint64_t answer;

	r->found.program_break.before = r->found.program_break.after = before;
	if (before == BREAK_UNKNOWN) {
		r->error = errno;
		return;
	}
	act_begin(r);
	answer = act_break(wanted);
	r->value = (int64_t)answer;
	r->error = answer == BREAK_UNKNOWN ? errno : 0;
	act_end(r);
	if (!r->error && wanted && answer != wanted)
		r->error = ENOMEM;
	r->found.program_break.after = answer;
	/*
	 * The C library keeps the break in a variable of its own, from which
	 * malloc's next sbrk would start; its brk() for the break that holds
	 * moves nothing and sets it, as in a program that calls brk.
	 */
	if (c->with_heap && answer != before && answer != BREAK_UNKNOWN &&
		brk((void *)(uintptr_t)answer) == -1)
		errno = 0; /* others have no such variable, and no brk */
}

struct places places_of(const struct call *c)
{
	struct places p = {.addr = arg(c, ROLE_ADDR), .step = c->page_size};
	uint64_t last = arg(c, ROLE_LENGTH) - 1;
	uint64_t stride = arg(c, ROLE_STRIDE);

	if (stride)
		p.step = stride;
	else
		p.head = p.addr % c->page_size;
	/* (head + last) / step, where the sum may not fit in 64 bits. */
	if (last != UINT64_MAX)
		p.count = last / p.step + (last % p.step + p.head) / p.step + 1;
	return p;
}

uint64_t place_at(const struct places *p, uint64_t n)
{
	return n == 0 ? p->addr : p->addr - p->head + n * p->step;
}
