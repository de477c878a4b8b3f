/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of translate. */
#include "commands/call.h"
#include "commands/param.h"
#include "words/translate.h"

#define AT(member) offsetof(struct call, member)

const struct param param_mode_of = {
	.name = "mode",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_mode,
	.at = AT(mode),
	.value = "MODE",
	.help = "by the rules of this mode (as the machine does)",
};

const struct param param_linear = {
	.name = "address",
	.kind = PARAM_ADDRESS,
	.missing = MISSING_NEWEST,
	.at = AT(addr),
	.value = "ADDRESS",
	.help = "what to translate (the newest region)",
};

const struct param param_far = {
	.name = "far",
	.kind = PARAM_FAR,
	.missing = MISSING_ABSENT,
	.at = AT(far),
	.value = "SEG:OFF",
	.help = "the same in real mode",
};

const struct param param_selector = {
	.name = "selector",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.most = UINT16_MAX,
	.at = AT(selector),
	.value = "SELECTOR",
	.help = "of the segment",
};

const struct param param_descriptor = {
	.name = "descriptor",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.at = AT(descriptor),
	.value = "DESCRIPTOR",
	.help = "of the segment, its 8 bytes as a number",
};

const struct param param_offset_in = {
	.name = "offset",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.at = AT(offset),
	.value = "OFFSET",
	.help = "in the segment",
};

const struct param param_base = {
	.name = "base",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.at = AT(base),
	.value = "BASE",
	.help = "of FS or GS in 64-bit mode (the descriptor's)",
};

const struct param param_size_of = {
	.name = "size",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.least = 1,
	.most = 64,
	.at = AT(size),
	.value = "SIZE",
	.help = "of the access (1)",
};

const struct param param_segment = {
	.name = "segment",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_segment,
	.at = AT(segment),
	.value = "REGISTER",
	.help = "cs to gs (ds; to execute cs)",
};

const struct param param_reach = {
	.name = "access",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_reach,
	.at = AT(access),
	.value = "ACCESS",
	.help = "read, write or exec (read)",
};

const struct param param_cpl = {
	.name = "cpl",
	.kind = PARAM_COUNT,
	.missing = MISSING_ABSENT,
	.most = 3,
	.at = AT(cpl),
	.value = "LEVEL",
	.help = "0 to 3 (the RPL; of pages 3)",
};

const struct param param_table_limit = {
	.name = "table-limit",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.most = UINT32_MAX,
	.at = AT(table_limit),
	.value = "LIMIT",
	.help = "of the GDT or LDT",
};

const struct param param_gate = {
	.name = "a20",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_gate,
	.at = AT(gate),
	.value = "STATE",
	.help = "on or off (tell both)",
};

const struct param param_tables = {
	.name = "tables",
	.kind = PARAM_PATH,
	.missing = MISSING_ABSENT,
	.at = AT(text),
	.value = "PATH",
	.help = "a file of page-table entries",
};

const struct param param_cr3 = {
	.name = "cr3",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.at = AT(cr3),
	.value = "CR3",
	.help = "the register, where the walk begins",
};

const struct param param_control = {
	.name = "control",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.fallback = CONTROL_DEFAULT_TEXT,
	.names = &names_control,
	.at = AT(control),
	.value = "BITS",
	.help = "control bits that are set; + adds to the default",
};

const struct param param_physical_bits = {
	.name = "physical-bits",
	.kind = PARAM_COUNT,
	.missing = MISSING_ABSENT,
	.least = 32,
	.most = 52,
	.at = AT(physical_bits),
	.value = "BITS",
	.help = "of a physical address, 32 to 52 (52)",
};
