/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a traced program left a stack that does not grow: that of its signal
 * handlers, sigaltstack(2), or one that it made for something else.
 */
#include <inttypes.h>
#include <sys/auxv.h>

#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

/* What the handler needs beyond the fault is not known. */
enum { ROOM = 64 * 1024 };

/* The bytes from the fault to the end of the stack. */
static uint64_t explain_size(const struct diagnosis *d, struct cause *c)
{
	const struct outgrown *outgrown = &d->record->outgrown;
	uint64_t at = d->record->fault_address;
	uint64_t needed = outgrown->stack.end - page_floor(d, at);

	cause_fact(c, "address", "at ", as_address(at));
	cause_fact(c, "needed", "a stack of ", as_bytes(needed));
	cause_fact(c, "size", "it has ",
		as_bytes(outgrown->stack.end - outgrown->stack.start));
	return needed;
}

static bool no_room(const struct diagnosis *d, struct cause *c)
{
	const struct outgrown *outgrown = &d->record->outgrown;
	uint64_t frame = getauxval(UAPI_AT_MINSIGSTKSZ);

	cause_fact(c, "needed", "the kernel puts up to ", as_bytes(frame));
	cause_fact(c, "size", "it has ",
		as_bytes(outgrown->stack.end - outgrown->stack.start));
	cause_try(c, "sigaltstack(2) with %" PRIu64, frame + ROOM);
	return cause_says(c, "the stack of signal handlers has no room for a "
			     "handler's frame");
}

static bool signal_stack(const struct diagnosis *d, struct cause *c)
{
	const struct outgrown *outgrown = &d->record->outgrown;

	if (outgrown->kind != OUTGROWN_SIGNALS)
		return false;
	if (outgrown->no_room)
		return no_room(d, c);
	cause_try(c, "sigaltstack(2) with %" PRIu64, explain_size(d, c) + ROOM);
	return cause_says(
		c, "the stack of signal handlers is full: it does not grow");
}

static bool other_stack(const struct diagnosis *d, struct cause *c)
{
	if (d->record->outgrown.kind != OUTGROWN_OTHER)
		return false;
	explain_size(d, c);
	return cause_says(c, "a stack is full: it does not grow");
}

static const struct cause_row rows[] = {
	{"signal-stack", "touch=SIGSEGV",
		"the stack of signal handlers is full: it does not grow",
		"sigaltstack(2) with a larger stack", signal_stack},
	{"other-stack", "touch=SIGSEGV",
		"a stack that the program made is full: it does not grow",
		"a larger stack", other_stack},
};

const struct cause_table causes_of_fixed_stacks = {rows, ARRAY_SIZE(rows)};
