/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

UNSANITIZED static void act(const struct call *c, struct returned *r)
{
	volatile unsigned char *to = (void *)(uintptr_t)c->addr;
	volatile uint64_t *written = &r->detail[0];

	*written = 0;
	r->details = 1;
	act_begin(r);
	for (uint64_t i = 0; i < c->length && c->text_length; i++) {
		to[i] = (unsigned char)c->text[i % c->text_length];
		*written = i + 1;
	}
	r->value = (int64_t)*written;
	act_end(r);
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)bytes;
	render_fact(r, "written",
		returned->detail[0] == c->length ? NULL : "bytes written ",
		as_count(returned->detail[0]));
}

static const char *unit(const struct call *c)
{
	(void)c;
	return "byte";
}

const struct command command_poke = {
	.name = "poke",
	.summary = "write bytes to memory",
	.describes =
		"It writes bytes to memory by instructions; it makes no "
		"system call. They are given as two hexadecimal digits "
		"each, and repeated where length is longer than they are. "
		"In a private mapping of a file they go to a copy of the "
		"page, in a shared one to the file. A SIGSEGV or SIGBUS is "
		"the result of the step, and the chain goes on.",
	.manual = "memtool(1)",
	.params = {&param_addr, &param_bytes, &param_length_poke},
	.word = &param_bytes,
	.first = "mmap 4p",
	.result = RESULT_COUNT,
	.unit = unit,
	.needs_region = true,
	.reaches = true,
	.harms = HARMS_BY_WRITING,
	.act = act,
	.tell = tell,
};
