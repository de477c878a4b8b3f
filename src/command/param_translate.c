/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of translate. */
#include "command/param.h"
#include "words/translate.h"

const struct param param_mode_of = {
	.name = "mode",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_mode,
	.role = ROLE_MODE,
	.value = "MODE",
	.help = "by the rules of this mode (as the machine does)",
};

const struct param param_linear = {
	.name = "address",
	.kind = PARAM_ADDRESS,
	.missing = MISSING_NEWEST,
	.role = ROLE_ADDR,
	.value = "ADDRESS",
	.help = "what to translate (the newest region)",
};

const struct param param_far = {
	.name = "far",
	.kind = PARAM_FAR,
	.missing = MISSING_ABSENT,
	.role = ROLE_FAR,
	.value = "SEG:OFF",
	.help = "the same in real mode",
};

const struct param param_selector = {
	.name = "selector",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.most = UINT16_MAX,
	.role = ROLE_SELECTOR,
	.value = "SELECTOR",
	.help = "of the segment",
};

const struct param param_descriptor = {
	.name = "descriptor",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.role = ROLE_DESCRIPTOR,
	.value = "DESCRIPTOR",
	.help = "of the segment, its 8 bytes as a number",
};

const struct param param_offset_in = {
	.name = "offset",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_OFFSET,
	.value = "OFFSET",
	.help = "in the segment",
};

const struct param param_base = {
	.name = "base",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.role = ROLE_BASE,
	.value = "BASE",
	.help = "of FS or GS in 64-bit mode (the descriptor's)",
};

const struct param param_size_of = {
	.name = "size",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.least = 1,
	.most = 64,
	.role = ROLE_SIZE,
	.value = "SIZE",
	.help = "of the access (1)",
};

const struct param param_segment = {
	.name = "segment",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_segment,
	.role = ROLE_SEGMENT,
	.value = "REGISTER",
	.help = "cs to gs (ds; to execute cs)",
};

const struct param param_reach = {
	.name = "access",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_reach,
	.role = ROLE_ACCESS,
	.value = "ACCESS",
	.help = "read, write or exec (read)",
};

const struct param param_cpl = {
	.name = "cpl",
	.kind = PARAM_COUNT,
	.missing = MISSING_ABSENT,
	.most = 3,
	.role = ROLE_CPL,
	.value = "LEVEL",
	.help = "0 to 3 (the RPL; of pages 3)",
};

const struct param param_table_limit = {
	.name = "table-limit",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.most = UINT32_MAX,
	.role = ROLE_TABLE_LIMIT,
	.value = "LIMIT",
	.help = "of the GDT or LDT",
};

const struct param param_gate = {
	.name = "a20",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_gate,
	.role = ROLE_GATE,
	.value = "STATE",
	.help = "on or off (tell both)",
};

const struct param param_tables = {
	.name = "tables",
	.kind = PARAM_PATH,
	.missing = MISSING_ABSENT,
	.value = "PATH",
	.help = "a file of page-table entries",
};

const struct param param_cr3 = {
	.name = "cr3",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.role = ROLE_CR3,
	.value = "CR3",
	.help = "the register, where the walk begins",
};

const struct param param_control = {
	.name = "control",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.fallback = CONTROL_DEFAULT_TEXT,
	.names = &names_control,
	.role = ROLE_CONTROL,
	.value = "BITS",
	.help = "control bits that are set; + adds to the default",
};

const struct param param_physical_bits = {
	.name = "physical-bits",
	.kind = PARAM_COUNT,
	.missing = MISSING_ABSENT,
	.least = 32,
	.most = 52,
	.role = ROLE_PHYSICAL_BITS,
	.value = "BITS",
	.help = "of a physical address, 32 to 52 (52)",
};
