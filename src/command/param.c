/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param.h"

#include "command/act.h"

const struct param param_addr = {"addr", PARAM_ADDRESS, ROLE_ADDR, "ADDRESS",
	"start address (the region's start)", .missing = MISSING_OWN,
	.most = UINTPTR_MAX};

const struct param param_addr_hint = {"addr", PARAM_ADDRESS, ROLE_ADDR,
	"ADDRESS", "address to map at; a hint unless fixed", .fallback = "NULL",
	.most = UINTPTR_MAX};

const struct param param_addr_break = {"addr", PARAM_ADDRESS, ROLE_ADDR,
	"ADDRESS", "the new break; NULL reports it", .fallback = "NULL",
	.most = UINTPTR_MAX};

const struct param param_length = {"length", PARAM_SIZE, ROLE_LENGTH, "SIZE",
	"number of bytes (the rest of the region)", .missing = MISSING_REST,
	.most = SIZE_MAX};

const struct param param_length_map = {"length", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "number of bytes (4p; with a file its size)",
	.missing = MISSING_FILE_SIZE, .fallback = "4p", .most = SIZE_MAX};

const struct param param_length_peek = {"length", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "number of bytes, at most 64k (16)", .fallback = "16",
	.most = SCRATCH_SIZE};

const struct param param_length_poke = {"length", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "number of bytes; the given ones repeat",
	.missing = MISSING_TEXT_SIZE, .most = SIZE_MAX};

const struct param param_prot = {"prot", PARAM_FLAGS, ROLE_PROT, "PROT",
	"protection: rw, r-x, none, or names", .names = &names_prot};

const struct param param_prot_map = {"prot", PARAM_FLAGS, ROLE_PROT, "PROT",
	"protection: rw, r-x, none, or names", .fallback = "rw",
	.names = &names_prot};

const struct param param_flags_map = {"flags", PARAM_FLAGS, ROLE_FLAGS, "FLAGS",
	"mapping flags; + adds to the default", .fallback = "private,anonymous",
	.with_file = "private", .names = &names_map};

const struct param param_fd_map = {"fd", PARAM_FD, ROLE_FD, "FD",
	"a descriptor, or a file's name (the newest file)",
	.missing = MISSING_FILE};

const struct param param_offset = {"offset", PARAM_SIGNED, ROLE_OFFSET, "SIZE",
	"offset in the file (0)", .fallback = "0"};

const struct param param_advice = {"advice", PARAM_FLAGS, ROLE_ADVICE, "ADVICE",
	"the advice", .names = &names_advice, .is_int = true};

const struct param param_flags_mlock = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "call mlock2 with these flags", .missing = MISSING_ABSENT,
	.names = &names_mlock, .is_int = true};

const struct param param_flags_mlockall = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "what to lock", .fallback = "current",
	.names = &names_mlockall, .is_int = true};

const struct param param_flags_msync = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "how to write back", .fallback = "sync", .names = &names_msync,
	.is_int = true};

const struct param param_flags_mseal = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "no flags are defined yet (0)", .fallback = "0",
	.names = &names_mseal};

const struct param param_flags_mremap = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "how to resize or move it", .fallback = "maymove",
	.names = &names_mremap};

const struct param param_new_length = {"new-length", PARAM_SIZE,
	ROLE_NEW_LENGTH, "SIZE", "new length in bytes", .most = SIZE_MAX};

const struct param param_new_addr = {"new-addr", PARAM_ADDRESS, ROLE_NEW_ADDR,
	"ADDRESS", "new address (with fixed), or a hint",
	.missing = MISSING_ABSENT, .most = UINTPTR_MAX};

const struct param param_increment = {"increment", PARAM_SIGNED, ROLE_INCREMENT,
	"SIZE", "bytes to move the break by (0)", .fallback = "0",
	.most = INTPTR_MAX};

const struct param param_size_alloca = {"size", PARAM_SIZE, ROLE_LENGTH, "SIZE",
	"number of bytes", .most = SIZE_MAX};

const struct param param_frames = {"frames", PARAM_SIZE, ROLE_FRAMES, "N",
	"recurse N deep, SIZE bytes in each frame", .missing = MISSING_ABSENT,
	.least = 1, .most = 1000000};

const struct param param_size_memfd = {"size", PARAM_SIGNED, ROLE_SIZE, "SIZE",
	"length of the file", .fallback = "4p"};

const struct param param_size_file = {"size", PARAM_SIGNED, ROLE_SIZE, "SIZE",
	"length of the file", .missing = MISSING_REFUSED};

const struct param param_flags_memfd = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "kind of memory file", .fallback = "cloexec",
	.names = &names_memfd, .is_int = true};

const struct param param_path = {"path", PARAM_PATH, ROLE_NONE, "PATH",
	"the file", .missing = MISSING_REFUSED};

const struct param param_flags_open = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"FLAGS", "how to open it", .fallback = "rdonly", .names = &names_open,
	.is_int = true};

const struct param param_mode = {"mode", PARAM_MODE, ROLE_MODE, "MODE",
	"octal permissions of a new file (644)", .fallback = "644"};

const struct param param_fd = {"fd", PARAM_FD, ROLE_FD, "FD",
	"a descriptor, or a file's name (the newest file)",
	.missing = MISSING_FILE};

const struct param param_access = {"access", PARAM_FLAGS, ROLE_ACCESS, "ACCESS",
	"read, write or exec", .fallback = "read", .names = &names_access};

const struct param param_stride = {"stride", PARAM_SIZE, ROLE_STRIDE, "SIZE",
	"bytes between accesses (a page)", .missing = MISSING_ABSENT,
	.most = SIZE_MAX, .least = 1};

const struct param param_bytes = {"bytes", PARAM_BYTES, ROLE_NONE, "HEX",
	"bytes to write, two hex digits each", .missing = MISSING_ABSENT};

const struct param param_text = {"text", PARAM_TEXT, ROLE_NONE, "TEXT",
	"write these characters instead", .missing = MISSING_ABSENT};

const struct param param_fill = {"fill", PARAM_BITS, ROLE_FILL, "BYTE",
	"write this byte instead, up to the region's end",
	.missing = MISSING_ABSENT, .most = 0xff};

const struct param param_region = {"region", PARAM_REGION, ROLE_NONE, "REGION",
	"the name of a region", .missing = MISSING_OWN};

const struct param param_status = {"status", PARAM_SIGNED, ROLE_STATUS,
	"STATUS", "its exit status (0)", .fallback = "0", .is_int = true};

const struct param param_stack_size = {"stack-size", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "size of its stack (that of ulimit -s)",
	.missing = MISSING_ABSENT, .most = SIZE_MAX};

const struct param param_guard_size = {"guard-size", PARAM_SIZE, ROLE_GUARD,
	"SIZE", "size of the guard below it (a page)",
	.missing = MISSING_ABSENT, .most = SIZE_MAX};
