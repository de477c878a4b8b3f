/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "acts/write_back.h"
#include "words/access.h"

/* The places of its arguments. */
enum { ADDR, LENGTH, ACCESS, STRIDE };

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
 * What is done between two pages is not counted among the system calls of the
 * step, but it is part of the time that several pages take.
 */
static void step_aside(const struct returned *r)
{
	if (r->traced)
		act_mark(MARK_END);
}

static void step_back(const struct returned *r)
{
	if (r->traced)
		act_mark(MARK_BEGIN);
}

/*
 * What was executed may have forked; a copy must not execute the next page,
 * where it might fork again.
 */
static void leave_copies(const struct returned *r)
{
	step_aside(r);
	act_leave_copies();
	step_back(r);
}

/*
 * Where a load must come before the store, it must not fault: see write_back.h.
 * Whether the byte is known to be 0, so that it need not be loaded.
 */
static bool is_known(const struct call *c, const struct returned *r,
	struct presence *p, uint64_t place)
{
	if (!presence_covers(p, c, place)) {
		step_aside(r);
		presence_read(p, c, place);
		step_back(r);
	}
	if (presence_at(p, c, place))
		return false;
	if (place >= c->blind && place < c->blind_end)
		return true;
	step_aside(r);
	bring_in(place);
	step_back(r);
	return false;
}

/* .done is up to date whenever a fault ends it. */
static void act(const struct call *c, struct returned *r)
{
	volatile uint64_t *touched = &r->done;
	uint64_t access = c->args[ACCESS];
	bool loads = !WRITES_BACK_AT_ONCE && access == ACCESS_WRITE;
	struct places places = places_of(c);
	struct presence p = {0};

	if (loads)
		presence_read(&p, c, places.addr);
	r->total = places.count;
	*touched = 0;
	act_begin(r);
	for (uint64_t i = 0; i < places.count; i++) {
		uint64_t place = place_at(&places, i);

		if (i > 0 && access == ACCESS_EXEC)
			leave_copies(r);
		visit(place, access, loads && is_known(c, r, &p, place));
		*touched = i + 1;
	}
	r->value = (int64_t)places.count;
	act_end(r);
	if (access == ACCESS_EXEC)
		act_leave_copies();
}

static const char *unit(const struct call *c)
{
	return c->args[STRIDE] ? "place" : "page";
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	bool all = returned->total == returned->done;

	(void)bytes;
	render_fact(r, "touched", all ? NULL : "", as_count(returned->done));
	render_fact(r, "pages", all ? NULL : " of ", as_count(returned->total));
	if (!all)
		render_say(r, STYLE_PLAIN, " %s%s", unit(c),
			returned->total == 1 ? "" : "s");
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES | CALL_COUNTS |
		  (WRITES_BACK_AT_ONCE ? 0 : CALL_USES_SCRATCH),
	.result = RESULT_COUNT,
	.unit = unit,
	.act = act,
	.tell = tell,
};

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
	.call = &call,
};
