/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "commands/write_back.h"
#include "words/access.h"

/*
 * Accesses by hand, so that the fault is ours to see.  AddressSanitizer would
 * look into its shadow of the address first, and die there.
 */
UNSANITIZED __attribute__((noinline)) static void visit(
	uint64_t place, uint64_t access, bool is_zero)
{
	volatile unsigned char *byte = (void *)(uintptr_t)place;

	if (access == ACCESS_READ)
		(void)*byte;
	else if (access == ACCESS_WRITE)
		write_back(byte, is_zero);
	else
		((void (*)(void))(uintptr_t)place)();
}

/*
 * What is to be done between two pages is not counted among the system calls of
 * the step, but it is part of the time that several pages take.
 *
 * What was executed may have forked; a copy must not execute the next page,
 * where it might fork again.
 */
static void prepare(const struct call *c, const struct returned *r,
	struct untouched *u, uint64_t place)
{
	if (r->traced)
		act_mark(MARK_END);
	if (c->access == ACCESS_EXEC)
		act_leave_copies();
	else
		untouched_read(u, c, place);
	if (r->traced)
		act_mark(MARK_BEGIN);
}

static bool needs_preparation(
	const struct call *c, const struct untouched *u, uint64_t place)
{
	if (c->access == ACCESS_EXEC)
		return place != c->addr;
	return !WRITES_BACK_AT_ONCE && c->access == ACCESS_WRITE &&
	       !untouched_covers(u, c, place);
}

/* detail[1] is up to date whenever a fault ends it. */
static void act(const struct call *c, struct returned *r)
{
	volatile uint64_t *touched = &r->detail[1];
	uint64_t places = act_places(c);
	struct untouched u = {0};

	if (!WRITES_BACK_AT_ONCE && c->access == ACCESS_WRITE)
		untouched_read(&u, c, c->addr);
	r->detail[0] = places;
	*touched = 0;
	r->details = 2;
	act_begin(r);
	for (uint64_t i = 0; i < places; i++) {
		uint64_t place = act_place(c, i);

		if (needs_preparation(c, &u, place))
			prepare(c, r, &u, place);
		visit(place, c->access,
			!WRITES_BACK_AT_ONCE && untouched_at(&u, c, place));
		*touched = i + 1;
	}
	r->value = (int64_t)places;
	act_end(r);
	if (c->access == ACCESS_EXEC)
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
	.uses_scratch = !WRITES_BACK_AT_ONCE,
	.act = act,
	.tell = tell,
};
