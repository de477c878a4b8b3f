/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A step makes its call once, --times, or on each block of an earlier step.
 * Between two calls only this code runs: the next address comes from the
 * observer's file, new blocks go into the recording, both a page at a time, so
 * a million calls need no more memory than one.
 */
#include <unistd.h>

#include "subject/internal.h"

SUBJECT_STATE static struct {
	uint64_t at; /* index of the next call */
	int64_t duration_ns, minor, major;
	bool untimed, uncounted; /* unknown for one of the calls */
	bool under_way;          /* a call not yet noted */
	uint64_t addresses[BLOCKS_AT_ONCE];
	struct made_block blocks[BLOCKS_AT_ONCE];
	size_t noted; /* of .blocks */
} repeat;

static bool makes_blocks(void)
{
	enum made_kind makes = subject.call.command->call->makes;

	return makes != MADE_NOTHING && made_type(makes)->has_blocks;
}

/*
 * Whether page faults are counted around all calls, not around each of them.
 * getrusage(2) between two calls makes the second slower, by a tenth and more
 * of a short one.  It must not count what memtool does between the calls, so
 * this is for plain system calls only, where it does nothing that can fault.
 */
static bool counts_once(const struct call *call)
{
	static const uint32_t others[] = {
		CALL_USES_HEAP, CALL_REACHES, CALL_ON_STACK};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (command_has_trait(call->command, others[i]))
			return false;
	return call_repeats(call) && !call->blocks && !makes_blocks() &&
	       !call->command->call->settle;
}

void repeat_begin(void)
{
	repeat.at = 0;
	repeat.duration_ns = repeat.minor = repeat.major = 0;
	repeat.untimed = repeat.uncounted = false;
	repeat.under_way = true;
	repeat.noted = 0;
	subject.returned.counts_once = counts_once(&subject.call);
	subject.returned.least_ns = subject.returned.most_ns = -1;
	if (call_repeats(&subject.call))
		durations_begin();
}

/* Take the address of the next call from the list. */
static bool take_address(void)
{
	struct call *call = &subject.call;
	uint64_t n = call->blocks ? repeat.at % call->blocks : 0;
	size_t place = n % BLOCKS_AT_ONCE;
	off_t from = (off_t)((n - place) * sizeof(*repeat.addresses));

	if (call->blocks == 0)
		return true;
	if (place == 0 && pread(subject.links.addresses, repeat.addresses,
				  sizeof(repeat.addresses), from) <= 0) {
		writer_fail(&subject.writer, "pread of the list of addresses");
		return false;
	}
	set_arg(call, ROLE_ADDR, repeat.addresses[place]);
	return true;
}

static void flush(void)
{
	writer_put(&subject.writer, ENTRY_BLOCKS, subject.call.index,
		repeat.blocks, repeat.noted * sizeof(*repeat.blocks));
	repeat.noted = 0;
}

/* Note what a call made: later steps may act on it. */
static void note_block(void)
{
	const struct call *call = &subject.call;
	const struct returned *returned = &subject.returned;
	struct made_block block = {.start = (uint64_t)returned->value,
		.size = arg(call, ROLE_LENGTH),
		.usable = command_has_trait(call->command, CALL_USES_HEAP)
				  ? returned->found.heap.usable
				  : 0};

	if (call->command->call->made &&
		!call->command->call->made(
			call, returned, &block.start, &block.size))
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

	/* The code after the last call may fault, too. */
	if (!repeat.under_way)
		return;
	repeat.under_way = false;
	/* Also if a fault cut it short. */
	if (r->written)
		act_flush_code(arg(&subject.call, ROLE_ADDR), r->written);
	if (r->duration_ns >= 0) {
		repeat.duration_ns += r->duration_ns;
		if (r->least_ns < 0 || r->duration_ns < r->least_ns)
			r->least_ns = r->duration_ns;
		if (r->duration_ns > r->most_ns)
			r->most_ns = r->duration_ns;
		if (call_repeats(&subject.call))
			durations_note(r->duration_ns);
	}
	repeat.untimed |= r->duration_ns < 0;
	if (!r->counts_once) {
		repeat.uncounted |= r->minor < 0;
		repeat.minor += r->minor;
		repeat.major += r->major;
	}
	if (!returned || r->error || r->refused)
		return;
	r->calls++;
	if (call_repeats(&subject.call) && makes_blocks())
		note_block();
}

void repeat_calls(void)
{
	struct call *call = &subject.call;
	struct returned *returned = &subject.returned;

	if (returned->counts_once)
		act_count_begin(returned);
	for (; repeat.at < call->times && take_address(); repeat.at++) {
		returned->ended = false;
		repeat_again();
		call->command->call->act(call, returned);
		repeat_note(true);
		if (returned->error || returned->refused)
			break;
	}
	if (call->command->call->settle)
		call->command->call->settle(call, returned);
}

void repeat_end(void)
{
	struct returned *returned = &subject.returned;

	if (returned->counts_once) {
		act_count_end(returned);
	} else {
		returned->minor = repeat.uncounted ? -1 : repeat.minor;
		returned->major = repeat.uncounted ? -1 : repeat.major;
	}
	if (repeat.noted)
		flush();
	returned->median_ns = returned->p90_ns = -1;
	if (call_repeats(&subject.call)) {
		returned->median_ns = durations_quantile(
			50, returned->least_ns, returned->most_ns);
		returned->p90_ns = durations_quantile(
			90, returned->least_ns, returned->most_ns);
	}
	returned->duration_ns = repeat.untimed ? -1 : repeat.duration_ns;
}
