/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool's own words for how an address is translated. */
#include "words/array.h"
#include "words/names_table.h"
#include "words/translate.h"

/* clang-format off */
#define MODE(name, mode, help) {name, TRANSLATE_##mode, NAMES_WHOLE, "", help, .advice = NULL}
#define REGISTER(name, help) {#name, SEGMENT_##name, NAMES_WHOLE, "", help, .advice = NULL}
#define CONTROL(name, help) {#name, CONTROL_##name, CONTROL_##name, "", help, .advice = NULL}
/* clang-format on */

static const struct name modes[] = {
	MODE("real", REAL, "real-address mode of the 8086: SEG:OFF"),
	MODE("protected", PROTECTED, "segments of protected mode"),
	MODE("long", LONG, "segments of 64-bit mode"),
	MODE("32", 32, "32-bit paging, with pages of 4 KiB and 4 MiB"),
	MODE("pae", PAE, "PAE paging, with pages of 4 KiB and 2 MiB"),
	MODE("4level", 4LEVEL, "4-level paging: 48 bits"),
	MODE("5level", 5LEVEL, "5-level paging: 57 bits"),
};
const struct names names_mode = {"", "mode", modes, ARRAY_SIZE(modes), NULL};

static const struct name ways[] = {
	WORD("read", ACCESS_READ, "data is read"),
	WORD("write", ACCESS_WRITE, "data is written"),
	WORD("exec", ACCESS_EXEC, "an instruction is fetched"),
};
const struct names names_reach = {"", "access", ways, ARRAY_SIZE(ways), NULL};

static const struct name registers[] = {
	REGISTER(ES, "data"),
	REGISTER(CS, "code"),
	REGISTER(SS, "the stack"),
	REGISTER(DS, "data"),
	REGISTER(FS, "data, with a base in 64-bit mode"),
	REGISTER(GS, "data, with a base in 64-bit mode"),
};
const struct names names_segment = {
	"", "segment register", registers, ARRAY_SIZE(registers), NULL};

static const struct name control[] = {
	CONTROL(WP, "CR0.WP: read-only pages bind the kernel, too"),
	CONTROL(PSE, "CR4.PSE: pages of 4 MiB with 32-bit paging"),
	CONTROL(PSE36, "pages of 4 MiB may be above 4 GiB"),
	CONTROL(NXE, "EFER.NXE: bit 63 of an entry forbids execution"),
	CONTROL(SMEP, "CR4.SMEP: the kernel cannot execute user pages"),
	CONTROL(SMAP, "CR4.SMAP: the kernel cannot access user pages"),
	CONTROL(AC, "EFLAGS.AC: suspends SMAP"),
	CONTROL(LA57, "CR4.LA57: linear addresses of 57 bits"),
};
const struct names names_control = {
	"", "control bit", control, ARRAY_SIZE(control), NULL};

static const struct name gate[] = {
	WORD("off", A20_OFF, "address line 20 is held at 0"),
	WORD("on", A20_ON, "address line 20 works"),
};
const struct names names_gate = {
	"", "state of A20", gate, ARRAY_SIZE(gate), NULL};
