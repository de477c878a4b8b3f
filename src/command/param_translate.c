/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of translate. */
#include "command/param.h"
#include "words/translate.h"

const struct param param_mode_of = {"mode", PARAM_FLAGS, ROLE_MODE, "MODE",
	"apply the rules of this mode (as the machine)",
	.missing = MISSING_ABSENT, .names = &names_mode};

const struct param param_linear = {"address", PARAM_ADDRESS, ROLE_ADDR,
	"ADDRESS", "address to translate (the newest region)",
	.missing = MISSING_NEWEST};

const struct param param_far = {"far", PARAM_FAR, ROLE_FAR, "SEG:OFF",
	"address to translate in real mode", .missing = MISSING_ABSENT};

const struct param param_selector = {"selector", PARAM_BITS, ROLE_SELECTOR,
	"SELECTOR", "segment selector", .missing = MISSING_ABSENT,
	.most = UINT16_MAX};

const struct param param_descriptor = {"descriptor", PARAM_BITS,
	ROLE_DESCRIPTOR, "DESCRIPTOR",
	"segment descriptor, its 8 bytes as a number",
	.missing = MISSING_ABSENT};

const struct param param_offset_in = {"offset", PARAM_SIZE, ROLE_OFFSET,
	"OFFSET", "offset in the segment", .missing = MISSING_ABSENT};

const struct param param_base = {"base", PARAM_BITS, ROLE_BASE, "BASE",
	"base of FS or GS, 64-bit (the descriptor's)",
	.missing = MISSING_ABSENT};

const struct param param_size_of = {"size", PARAM_SIZE, ROLE_SIZE, "SIZE",
	"bytes accessed (1)", .missing = MISSING_ABSENT, .least = 1,
	.most = 64};

const struct param param_segment = {"segment", PARAM_FLAGS, ROLE_SEGMENT,
	"REGISTER", "cs to gs (ds; for exec cs)", .missing = MISSING_ABSENT,
	.names = &names_segment};

const struct param param_reach = {"access", PARAM_FLAGS, ROLE_ACCESS, "ACCESS",
	"read, write or exec (read)", .missing = MISSING_ABSENT,
	.names = &names_reach};

const struct param param_cpl = {"cpl", PARAM_COUNT, ROLE_CPL, "LEVEL",
	"privilege level 0 to 3 (the RPL; for pages 3)",
	.missing = MISSING_ABSENT, .most = 3};

const struct param param_table_limit = {"table-limit", PARAM_BITS,
	ROLE_TABLE_LIMIT, "LIMIT", "limit of the GDT or LDT",
	.missing = MISSING_ABSENT, .most = UINT32_MAX};

const struct param param_gate = {"a20", PARAM_FLAGS, ROLE_GATE, "STATE",
	"on or off (show both)", .missing = MISSING_ABSENT,
	.names = &names_gate};

const struct param param_tables = {"tables", PARAM_PATH, ROLE_NONE, "PATH",
	"file of page-table entries", .missing = MISSING_ABSENT};

const struct param param_cr3 = {"cr3", PARAM_BITS, ROLE_CR3, "CR3",
	"CR3, where the page walk starts", .missing = MISSING_ABSENT};

const struct param param_control = {"control", PARAM_FLAGS, ROLE_CONTROL,
	"BITS", "control bits set; + adds to the default",
	.missing = MISSING_ABSENT, .fallback = CONTROL_DEFAULT_TEXT,
	.names = &names_control};

const struct param param_physical_bits = {"physical-bits", PARAM_COUNT,
	ROLE_PHYSICAL_BITS, "BITS", "physical address bits, 32 to 52 (52)",
	.missing = MISSING_ABSENT, .least = 32, .most = 52};
