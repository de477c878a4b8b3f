/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/mincore.h"

#include <errno.h>
#include <unistd.h>

#include "words/uapi.h"

static uint64_t pages_of(const struct call *c, uint64_t length)
{
	return length / c->page_size + (length % c->page_size != 0);
}

static uint64_t count_resident(uint64_t pages)
{
	uint64_t resident = 0;

	for (uint64_t i = 0; i < pages; i++)
		resident += act_scratch[i] & 1;
	return resident;
}

/*
 * The vector has a byte a page.  A range that is too long for ours is asked
 * piece by piece, after one call with a vector at NULL: what is wrong with
 * the range itself it says before it would write there (EFAULT).
 */
static int ask_in_pieces(const struct call *c, uint64_t *resident)
{
	uint64_t piece = SCRATCH_SIZE * c->page_size;
	uint64_t at = c->args[0], left = c->args[1];

	if (syscall(SYS_mincore, (long)at, (long)left, NULL) == -1 &&
		errno != EFAULT)
		return errno;
	while (left) {
		uint64_t length = left < piece ? left : piece;

		if (syscall(SYS_mincore, (long)at, (long)length, act_scratch) ==
			-1)
			return errno;
		*resident += count_resident(pages_of(c, length));
		at += length;
		left -= length;
	}
	return 0;
}

static void act(const struct call *c, struct returned *r)
{
	uint64_t pages = pages_of(c, c->args[1]);
	uint64_t resident = 0;

	if (pages <= SCRATCH_SIZE) {
		act_syscall(r, SYS_mincore, c->args[0], c->args[1],
			(uintptr_t)act_scratch, 0, 0, 0);
		resident = r->error ? 0 : count_resident(pages);
		/* The observer wants the vector itself. */
		if (c->probe && !r->error)
			r->scratch_used = (uint32_t)pages;
	} else {
		act_begin(r);
		r->error = ask_in_pieces(c, &resident);
		r->value = r->error ? -1 : 0;
		act_end(r);
	}
	r->found.residency.pages = pages;
	r->found.residency.resident = resident;
}

static void tell_cache(
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

static void tell_trust(struct render *r, enum mincore_trust trust)
{
	render_fact(r, "trusted", NULL,
		trust == MINCORE_UNKNOWN ? as_null()
					 : as_truth(trust == MINCORE_TRUE));
	if (trust != MINCORE_UNTRUE)
		return;
	render_say(r, STYLE_CHANGED, ", not to be trusted");
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct residency_findings *residency = &returned->found.residency;
	bool known = !returned->error;

	(void)c;
	(void)bytes;
	render_fact(r, "resident", known ? "" : NULL,
		known ? as_count(residency->resident) : as_null());
	render_fact(
		r, "pages", known ? " of " : NULL, as_count(residency->pages));
	if (known)
		render_say(r, STYLE_PLAIN, " page%s resident",
			residency->pages == 1 ? "" : "s");
	tell_trust(r, (enum mincore_trust)residency->trust);
	tell_cache(r, residency);
}

static const struct call_kind call = {
	.traits = CALL_LOOKED_AT | CALL_USES_SCRATCH,
	.act = act,
	.tell = tell,
};

const struct command command_mincore = {
	.name = "mincore",
	.summary = "ask which pages are in memory",
	.describes =
		"It asks for each page of the range whether it is in "
		"memory, so that an access need not wait for storage. Of a "
		"file that is the page cache, whoever has read it; for a "
		"file that one neither owns nor may write, the kernel says "
		"that all of it is there. Of anonymous memory an untouched "
		"page is not. The address must be a multiple of the page "
		"size; a hole in the range is ENOMEM. The answer may be out "
		"of date as soon as it is given.",
	.manual = "mincore(2)",
	.params = {&param_addr, &param_length},
	.word = &param_region,
	.first = "mmap 4p",
	.call = &call,
};
