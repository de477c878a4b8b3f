/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/mincore.h"

#include <errno.h>
#include <unistd.h>

#include "words/uapi.h"

static uint64_t pages_of(const struct call *call, uint64_t length)
{
	return length / call->page_size + (length % call->page_size != 0);
}

static uint64_t count_resident(uint64_t pages)
{
	uint64_t resident = 0;

	for (uint64_t i = 0; i < pages; i++)
		resident += act_scratch[i] & 1;
	return resident;
}

/*
 * The vector has one byte for each page.  A range that is too long for ours is
 * read in parts, after one call with a vector at NULL: the kernel reports an
 * invalid range before it tries to write there (EFAULT).
 */
static int ask_in_pieces(const struct call *call, uint64_t *resident)
{
	uint64_t part = SCRATCH_SIZE * call->page_size;
	uint64_t at = call->args[0], left = call->args[1];

	if (syscall(SYS_mincore, (long)at, (long)left, NULL) == -1 &&
		errno != EFAULT)
		return errno;
	while (left) {
		uint64_t length = left < part ? left : part;

		if (syscall(SYS_mincore, (long)at, (long)length, act_scratch) ==
			-1)
			return errno;
		*resident += count_resident(pages_of(call, length));
		at += length;
		left -= length;
	}
	return 0;
}

static void act(const struct call *call, struct returned *returned)
{
	uint64_t pages = pages_of(call, call->args[1]);
	uint64_t resident = 0;

	if (pages <= SCRATCH_SIZE) {
		act_syscall(returned, SYS_mincore, call->args[0], call->args[1],
			(uintptr_t)act_scratch, 0, 0, 0);
		resident = returned->error ? 0 : count_resident(pages);
		/* The observer needs the vector itself. */
		if (call->probe && !returned->error)
			returned->scratch_used = (uint32_t)pages;
	} else {
		act_begin(returned);
		returned->error = ask_in_pieces(call, &resident);
		returned->value = returned->error ? -1 : 0;
		act_end(returned);
	}
	returned->found.residency.pages = pages;
	returned->found.residency.resident = resident;
}

static void print_cache(
	struct render *r, const struct residency_findings *residency)
{
	enum { FIGURES = 5 };
	const uint64_t counts[FIGURES] = {residency->cached, residency->dirty,
		residency->writeback, residency->evicted,
		residency->recently_evicted};
	static const char *const keys[FIGURES] = {
		"cached", "dirty", "writeback", "evicted", "recently_evicted"};
	static const char *const labels[FIGURES] = {"page cache: cached ",
		", dirty ", ", in writeback ", ", evicted ",
		", of them recently "};

	if (!residency->has_cache) {
		render_fact(r, "cache", NULL, as_null());
		return;
	}
	render_line(r, 3);
	render_object(r, "cache");
	for (int i = 0; i < FIGURES; i++) {
		uint64_t count = counts[i];

		render_fact(r, keys[i], i == 0 || count ? labels[i] : NULL,
			as_count(count));
	}
	render_close(r);
}

static void print_trust(struct render *r, enum mincore_trust trust)
{
	render_fact(r, "trusted", NULL,
		trust == MINCORE_UNKNOWN ? as_null()
					 : as_truth(trust == MINCORE_TRUE));
	if (trust != MINCORE_UNTRUE)
		return;
	render_printf(r, STYLE_CHANGED, ", unreliable");
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct residency_findings *residency = &returned->found.residency;
	bool known = !returned->error;

	(void)call;
	(void)bytes;
	render_fact(r, "resident", known ? "" : NULL,
		known ? as_count(residency->resident) : as_null());
	render_fact(
		r, "pages", known ? " of " : NULL, as_count(residency->pages));
	if (known)
		render_printf(r, STYLE_PLAIN, " page%s resident",
			residency->pages == 1 ? "" : "s");
	print_trust(r, (enum mincore_trust)residency->trust);
	print_cache(r, residency);
}

static const struct call_kind call = {
	.traits = CALL_LOOKED_AT | CALL_USES_SCRATCH,
	.act = act,
	.print = print,
};

const struct command command_mincore = {
	.name = "mincore",
	.summary = "show which pages are in memory",
	.describes =
		"Shows for each page of the range whether it is in memory, so "
		"that an access need not wait for storage. For a file that "
		"means the page cache, whoever has read it; for a file that "
		"you neither own nor may write, the kernel reports every page "
		"as resident. An untouched page of anonymous memory is not "
		"resident. The address must be a multiple of the page size; a "
		"hole in the range gives ENOMEM. The answer may be out of "
		"date at once.",
	.manual = "mincore(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.call = &call,
};
