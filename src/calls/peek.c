/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

UNSANITIZED static void act(const struct call *c, struct returned *r)
{
	uint64_t addr = c->args[0], length = c->args[1];
	const volatile unsigned char *from = (void *)(uintptr_t)addr;
	volatile uint32_t *used = &r->scratch_used;

	/* Of several blocks the bytes of the last are told, where it is. */
	r->found.peeked_at = addr;
	*used = 0;
	act_begin(r);
	for (uint64_t i = 0; i < length && i < SCRATCH_SIZE; i++) {
		act_scratch[i] = from[i];
		*used = (uint32_t)i + 1;
	}
	r->value = *used;
	act_end(r);
}

static void tell_row(struct render *r, uint64_t address,
	const unsigned char *bytes, size_t count)
{
	char text[17];

	render_line(r, 3);
	render_say(r, STYLE_FAINT, "%llx ", (unsigned long long)address);
	for (size_t i = 0; i < count; i++) {
		render_say(r, STYLE_PLAIN, i % 2 ? "%02x" : " %02x", bytes[i]);
		text[i] = bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char)bytes[i]
							      : '.';
	}
	text[count] = '\0';
	/* Two bytes take five columns, as xxd(1) shows them. */
	render_say(r, STYLE_PLAIN, "%*s%s",
		(int)(5 * ((16 - count) / 2) + 2 * (count % 2)) + 2, "", text);
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	static const char digits[] = "0123456789abcdef";
	static char hex[2 * SCRATCH_SIZE + 1];
	size_t count = bytes ? returned->scratch_used : 0;

	(void)c;
	for (size_t i = 0; i < count; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * count] = '\0';
	render_fact(r, "bytes", NULL, as_text(hex));
	for (size_t i = 0; i < count; i += 16)
		tell_row(r, returned->found.peeked_at + i, bytes + i,
			count - i < 16 ? count - i : 16);
}

static const char *unit(const struct call *c)
{
	(void)c;
	return "byte";
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES | CALL_USES_SCRATCH,
	.result = RESULT_COUNT,
	.unit = unit,
	.act = act,
	.tell = tell,
};

const struct command command_peek = {
	.name = "peek",
	.summary = "show bytes of memory",
	.describes =
		"It reads bytes of memory by instructions, and shows them "
		"in hexadecimal; it makes no system call. Pages are faulted "
		"in as by any other access. A SIGSEGV or SIGBUS is the "
		"result of the step, and the chain goes on.",
	.manual = "memtool(1)",
	.params = {&param_addr, &param_length_peek},
	.word = &param_length_peek,
	.first = "mmap 4p",
	.call = &call,
};
