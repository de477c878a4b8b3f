/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/plan.h"

/* The places of its arguments. */
enum { ADDR, BYTES, TEXT, FILL, LENGTH };

UNSANITIZED static void act(const struct call *c, struct returned *r)
{
	volatile unsigned char *to = (void *)(uintptr_t)c->args[ADDR];
	uint64_t length = c->args[LENGTH];
	volatile uint64_t *written = &r->written;

	*written = 0;
	act_begin(r);
	for (uint64_t i = 0; i < length; i++) {
		to[i] = c->text_length
				? (unsigned char)c->text[i % c->text_length]
				: (unsigned char)c->args[FILL];
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
		returned->written == c->args[LENGTH] ? NULL : "bytes written ",
		as_count(returned->written));
}

static const char *unit(const struct call *c)
{
	(void)c;
	return "byte";
}

/* One of the ways to say what is written. */
static bool verify(const struct step *step, void **read, struct complaint *why)
{
	const struct command *command = step->command;
	static const char *const ways[] = {"bytes", "text", "fill"};
	const char *given = NULL;

	(void)read;
	for (int i = 0; i < 3; i++) {
		if (!command_given(command, step->given, ways[i]))
			continue;
		if (given)
			return complain(why, NULL,
				"--%s and --%s both say what to write; give "
				"one of them",
				given, ways[i]);
		given = ways[i];
	}
	return given || complain(why, NULL,
				"HEX is missing; it follows the call, 'poke "
				"HEX', or give --text TEXT or --fill BYTE");
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES,
	.result = RESULT_COUNT,
	.unit = unit,
	.harms = HARMS_BY_WRITING,
	.act = act,
	.tell = tell,
};

const struct command command_poke = {
	.name = "poke",
	.summary = "write bytes to memory",
	.describes =
		"It writes bytes to memory by instructions; it makes no "
		"system call. They are given as two hexadecimal digits "
		"each, or as text, and repeated where length is longer than "
		"they are; --fill writes one byte to the end of the region. "
		"In a private mapping of a file they go to a copy of the "
		"page, in a shared one to the file. A SIGSEGV or SIGBUS is "
		"the result of the step, and the chain goes on.",
	.manual = "memtool(1)",
	.params = {&param_addr, &param_bytes, &param_text, &param_fill,
		&param_length_poke},
	.word = &param_bytes,
	.first = "mmap 4p",
	.verify = verify,
	.call = &call,
};
