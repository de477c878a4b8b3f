/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/write_back.h"
#include "command/command.h"
#include "words/access.h"

/* Indices of the arguments. */
enum { ADDR, LENGTH, ACCESS, STRIDE };

/*
 * Not instrumented: AddressSanitizer would read its shadow of the address
 * first, and die there.
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
 * Work between two pages does not count among the step's system calls, but it
 * is part of the measured time.
 */
static void step_aside(const struct returned *returned)
{
	if (returned->traced)
		act_mark(MARK_END);
}

static void step_back(const struct returned *returned)
{
	if (returned->traced)
		act_mark(MARK_BEGIN);
}

/*
 * The executed code may have forked; a copy must not execute the next page,
 * where it might fork again.
 */
static void leave_copies(const struct returned *returned)
{
	step_aside(returned);
	act_leave_copies();
	step_back(returned);
}

/*
 * If a load must come before the store, it must not fault: see write_back.h.
 * Whether the byte is known to be 0 and need not be loaded.
 */
static bool is_known(const struct call *call, const struct returned *returned,
	struct presence *presence, uint64_t place)
{
	if (!presence_covers(presence, call, place)) {
		step_aside(returned);
		presence_read(presence, call, place);
		step_back(returned);
	}
	if (presence_at(presence, call, place))
		return false;
	if (place >= call->store_range && place < call->store_range_end)
		return true;
	step_aside(returned);
	bring_in(place);
	step_back(returned);
	return false;
}

/* Keeps .done up to date: a fault may end it. */
static void act(const struct call *call, struct returned *returned)
{
	volatile uint64_t *touched = &returned->done;
	uint64_t access = call->args[ACCESS];
	bool loads = !WRITES_BACK_AT_ONCE && access == ACCESS_WRITE;
	struct places places = places_of(call);
	struct presence presence = {0};

	if (loads)
		presence_read(&presence, call, places.addr);
	returned->total = places.count;
	*touched = 0;
	act_begin(returned);
	for (uint64_t i = 0; i < places.count; i++) {
		uint64_t place = place_at(&places, i);

		if (i > 0 && access == ACCESS_EXEC)
			leave_copies(returned);
		visit(place, access,
			loads && is_known(call, returned, &presence, place));
		*touched = i + 1;
	}
	returned->value = (int64_t)places.count;
	act_end(returned);
	if (access == ACCESS_EXEC)
		act_leave_copies();
}

static const char *unit(const struct call *call)
{
	return call->args[STRIDE] ? "place" : "page";
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	bool all = returned->total == returned->done;

	(void)bytes;
	render_fact(r, "touched", all ? NULL : "", as_count(returned->done));
	render_fact(r, "pages", all ? NULL : " of ", as_count(returned->total));
	if (!all)
		render_printf(r, STYLE_PLAIN, " %s%s", unit(call),
			returned->total == 1 ? "" : "s");
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES | CALL_COUNTS |
		  (WRITES_BACK_AT_ONCE ? 0 : CALL_USES_SCRATCH),
	.result = RESULT_COUNT,
	.unit = unit,
	.act = act,
	.print = print,
};

const struct command command_touch = {
	.name = "touch",
	.summary = "read, write or execute each page",
	.describes =
		"Accesses one byte of each page in the range with an "
		"instruction, as any program does, or one byte every stride "
		"bytes, without a system call. A read of anonymous memory "
		"that was never written maps the shared zero page; a write "
		"gives it a page of its own, and leaves the byte unchanged. "
		"exec calls the first byte of each page, which must be a "
		"return instruction: put one there with poke (c3 on x86, "
		"c0035fd6 on ARM64). A SIGSEGV or SIGBUS is the result of the "
		"step, and the chain goes on.",
	.manual = "memtool-touch(1)",
	.params = {&param_addr, &param_length, &param_access, &param_stride},
	.word = &param_access,
	.first = "mmap 4p",
	.call = &call,
};
