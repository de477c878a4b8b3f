/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A step makes its call once, --times, or on each block that a step before it
 * made.  Between two calls there is nothing but what is here: the next address
 * comes from a file of the observer's, what was made goes into the recording,
 * both a page at a time, so that a million calls need no more memory than one.
 */
#include <unistd.h>

#include "subject/internal.h"

SUBJECT_STATE static struct {
	uint64_t at; /* which call is next */
	int64_t duration_ns, minor, major;
	bool untimed, uncounted; /* of one of them nobody knows */
	bool under_way;          /* a call that was not noted yet */
	uint64_t addresses[BLOCKS_AT_ONCE];
	struct made_block blocks[BLOCKS_AT_ONCE];
	size_t noted; /* of .blocks */
} repeat;

void repeat_begin(void)
{
	repeat.at = 0;
	repeat.duration_ns = repeat.minor = repeat.major = 0;
	repeat.untimed = repeat.uncounted = false;
	repeat.under_way = true;
	repeat.noted = 0;
	subject.returned.least_ns = subject.returned.most_ns = -1;
}

/* Take the address of the next call from the list. */
static bool take_address(void)
{
	struct call *c = &subject.call;
	uint64_t n = c->blocks ? repeat.at % c->blocks : 0;
	size_t place = n % BLOCKS_AT_ONCE;
	off_t from = (off_t)((n - place) * sizeof(*repeat.addresses));

	if (c->blocks == 0)
		return true;
	if (place == 0 && pread(subject.links.addresses, repeat.addresses,
				  sizeof(repeat.addresses), from) <= 0) {
		writer_fail(&subject.writer, "pread of the list of addresses");
		return false;
	}
	set_arg(c, ROLE_ADDR, repeat.addresses[place]);
	return true;
}

static void flush(void)
{
	writer_put(&subject.writer, ENTRY_BLOCKS, subject.call.index,
		repeat.blocks, repeat.noted * sizeof(*repeat.blocks));
	repeat.noted = 0;
}

/* The memory that a call made is what later steps may act on. */
static void note_block(void)
{
	const struct call *c = &subject.call;
	const struct returned *r = &subject.returned;
	struct made_block block = {.start = (uint64_t)r->value,
		.size = arg(c, ROLE_LENGTH),
		.usable = command_has_trait(c->command, CALL_USES_HEAP)
				  ? r->found.heap.usable
				  : 0};

	if (c->command->call->made &&
		!c->command->call->made(c, r, &block.start, &block.size))
		block.start = block.size = 0;
	repeat.blocks[repeat.noted++] = block;
	if (repeat.noted == BLOCKS_AT_ONCE)
		flush();
}

void repeat_again(void)
{
	repeat.under_way = true;
}

void repeat_note(bool returned)
{
	struct returned *r = &subject.returned;

	/* What follows the last one may fault, too. */
	if (!repeat.under_way)
		return;
	repeat.under_way = false;
	/* What a fault has cut short, too. */
	if (r->written)
		act_flush_code(arg(&subject.call, ROLE_ADDR), r->written);
	if (r->duration_ns >= 0) {
		repeat.duration_ns += r->duration_ns;
		if (r->least_ns < 0 || r->duration_ns < r->least_ns)
			r->least_ns = r->duration_ns;
		if (r->duration_ns > r->most_ns)
			r->most_ns = r->duration_ns;
	}
	repeat.untimed |= r->duration_ns < 0;
	repeat.uncounted |= r->minor < 0;
	repeat.minor += r->minor;
	repeat.major += r->major;
	if (!returned || r->error || r->refused)
		return;
	r->calls++;
	if (call_repeats(&subject.call) &&
		subject.call.command->call->makes == MADE_MEMORY)
		note_block();
}

void repeat_calls(void)
{
	struct call *c = &subject.call;
	struct returned *r = &subject.returned;

	for (; repeat.at < c->times && take_address(); repeat.at++) {
		r->ended = false;
		repeat_again();
		c->command->call->act(c, r);
		repeat_note(true);
		if (r->error || r->refused)
			break;
	}
	if (c->command->call->settle)
		c->command->call->settle(c, r);
}

void repeat_end(void)
{
	struct returned *r = &subject.returned;

	if (repeat.noted)
		flush();
	r->duration_ns = repeat.untimed ? -1 : repeat.duration_ns;
	r->minor = repeat.uncounted ? -1 : repeat.minor;
	r->major = repeat.uncounted ? -1 : repeat.major;
}
