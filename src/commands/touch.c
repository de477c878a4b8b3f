/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

/*
 * Write back the byte that is there, in one instruction: a load before the
 * store would be a fault of its own, and a store alone could undo what another
 * process wrote meanwhile.
 */
static inline void write_back(volatile unsigned char *byte)
{
#if defined(__x86_64__) || defined(__i386__)
	__asm__ volatile("lock orb $0, %0" : "+m"(*byte) : : "memory");
#else
	*byte = *byte;
#endif
}

/*
 * Accesses by hand, so that the fault is ours to see.  AddressSanitizer would
 * look into its shadow of the address first, and die there.
 */
UNSANITIZED __attribute__((noinline)) static void visit(
	uint64_t place, uint64_t access)
{
	volatile unsigned char *byte = (void *)(uintptr_t)place;

	if (access == 0)
		(void)*byte;
	else if (access == 1)
		write_back(byte);
	else
		((void (*)(void))(uintptr_t)place)();
}

/*
 * What was executed may have forked; a copy must not execute the next page,
 * where it might fork again.  The check is not counted among the system calls
 * of what is executed, but it is part of the time that several pages take.
 */
static void leave_copies(const struct returned *r)
{
	if (r->traced)
		act_mark(MARK_END);
	act_leave_copies();
	if (r->traced)
		act_mark(MARK_BEGIN);
}

/* detail[1] is up to date whenever a fault ends it. */
static void act(const struct call *c, struct returned *r)
{
	volatile uint64_t *touched = &r->detail[1];
	uint64_t places = act_places(c);

	r->detail[0] = places;
	*touched = 0;
	r->details = 2;
	act_begin(r);
	for (uint64_t i = 0; i < places; i++) {
		if (i > 0 && c->access > 1)
			leave_copies(r);
		visit(act_place(c, i), c->access);
		*touched = i + 1;
	}
	r->value = (int64_t)places;
	act_end(r);
	if (c->access > 1)
		act_leave_copies();
}

static const char *unit(const struct call *c)
{
	return c->stride ? "place" : "page";
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	bool all = returned->detail[0] == returned->detail[1];

	(void)bytes;
	render_fact(
		r, "touched", all ? NULL : "", as_count(returned->detail[1]));
	render_fact(
		r, "pages", all ? NULL : " of ", as_count(returned->detail[0]));
	if (!all)
		render_say(r, STYLE_PLAIN, " %s%s", unit(c),
			returned->detail[0] == 1 ? "" : "s");
}

const struct command command_touch = {
	.name = "touch",
	.summary = "read, write or execute each page",
	.describes =
		"It accesses one byte of each page in the range by an "
		"instruction, as any program does, or one byte every stride "
		"bytes; it makes no system call. A read of anonymous memory "
		"that nobody has written maps a page of zeros that all "
		"share; a write gives it a page of its own, and leaves the "
		"byte as it was. exec calls the first byte of each page, "
		"where a return must stand: put one there with poke (c3 on "
		"x86, c0035fd6 on ARM64). A SIGSEGV or SIGBUS is the result of "
		"the step, and the chain goes on.",
	.manual = "memtool(1)",
	.params = {&param_addr, &param_length, &param_access, &param_stride},
	.word = &param_access,
	.first = "mmap 4p",
	.result = RESULT_COUNT,
	.unit = unit,
	.needs_region = true,
	.reaches = true,
	.counts = true,
	.act = act,
	.tell = tell,
};
