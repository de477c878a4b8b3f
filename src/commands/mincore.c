/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
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
	uint64_t at = c->addr, left = c->length;

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
	uint64_t pages = pages_of(c, c->length);
	uint64_t resident = 0;

	if (pages <= SCRATCH_SIZE) {
		act_syscall(r, SYS_mincore, c->addr, c->length,
			(uintptr_t)act_scratch, 0, 0, 0);
		resident = r->error ? 0 : count_resident(pages);
	} else {
		act_begin(r);
		r->error = ask_in_pieces(c, &resident);
		r->value = r->error ? -1 : 0;
		act_end(r);
	}
	r->detail[0] = pages;
	r->detail[1] = resident;
	r->details = 2;
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	bool known = !returned->error;

	(void)c;
	(void)bytes;
	render_fact(r, "resident", known ? "" : NULL,
		known ? as_count(returned->detail[1]) : as_null());
	render_fact(r, "pages", known ? " of " : NULL,
		as_count(returned->detail[0]));
	if (known)
		render_say(r, STYLE_PLAIN, " page%s resident",
			returned->detail[0] == 1 ? "" : "s");
}

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
	.needs_region = true,
	.uses_scratch = true,
	.act = act,
	.tell = tell,
};
