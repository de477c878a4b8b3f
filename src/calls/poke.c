/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/plan.h"

/* Indices of the arguments. */
enum { ADDR, BYTES, TEXT, FILL, LENGTH };

UNSANITIZED static void act(const struct call *call, struct returned *returned)
{
	volatile unsigned char *to = (void *)(uintptr_t)call->args[ADDR];
	uint64_t length = call->args[LENGTH];
	volatile uint64_t *written = &returned->written;

	*written = 0;
	act_begin(returned);
	for (uint64_t i = 0; i < length; i++) {
		to[i] = call->text_length
				? (unsigned char)
					  call->text[i % call->text_length]
				: (unsigned char)call->args[FILL];
		*written = i + 1;
	}
	returned->value = (int64_t)*written;
	act_end(returned);
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)bytes;
	render_fact(r, "written",
		returned->written == call->args[LENGTH] ? NULL
							: "bytes written ",
		as_count(returned->written));
}

static const char *unit(const struct call *call)
{
	(void)call;
	return "byte";
}

/* Exactly one option must give the bytes. */
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
				"--%s and --%s both give the bytes to "
				"write; give one of them",
				given, ways[i]);
		given = ways[i];
	}
	return given || complain(why, NULL,
				"HEX is missing; give it after the call, "
				"'poke HEX', or give --text TEXT or --fill "
				"BYTE");
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES,
	.result = RESULT_COUNT,
	.unit = unit,
	.harms = HARMS_BY_WRITING,
	.act = act,
	.print = print,
};

const struct command command_poke = {
	.name = "poke",
	.summary = "write bytes to memory",
	.describes =
		"Writes bytes to memory with instructions, without a system "
		"call. The bytes are given as two hexadecimal digits each, or "
		"as text, and repeated if length is larger; --fill writes one "
		"byte to the end of the region. In a private mapping of a "
		"file they go to a copy of the page, in a shared one to the "
		"file. A SIGSEGV or SIGBUS is the result of the step, and the "
		"chain goes on.",
	.manual = "memtool-poke(1)",
	.params = {&param_addr, &param_bytes, &param_text, &param_fill,
		&param_length_poke},
	.word = &param_bytes,
	.first = "mmap 4p",
	.verify = verify,
	.call = &call,
};
