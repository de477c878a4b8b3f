/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param.h"

#include "command/act.h"

const struct param param_addr = {
	.name = "addr",
	.kind = PARAM_ADDRESS,
	.missing = MISSING_OWN,
	.role = ROLE_ADDR,
	.most = UINTPTR_MAX,
	.value = "ADDRESS",
	.help = "where it begins (the region's start)",
};

const struct param param_addr_hint = {
	.name = "addr",
	.kind = PARAM_ADDRESS,
	.fallback = "NULL",
	.role = ROLE_ADDR,
	.most = UINTPTR_MAX,
	.value = "ADDRESS",
	.help = "where to map; a hint unless fixed",
};

const struct param param_addr_break = {
	.name = "addr",
	.kind = PARAM_ADDRESS,
	.fallback = "NULL",
	.role = ROLE_ADDR,
	.most = UINTPTR_MAX,
	.value = "ADDRESS",
	.help = "where the break shall be; NULL reports it",
};

const struct param param_length = {
	.name = "length",
	.kind = PARAM_SIZE,
	.missing = MISSING_REST,
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes (the rest of the region)",
};

const struct param param_length_map = {
	.name = "length",
	.kind = PARAM_SIZE,
	.missing = MISSING_FILE_SIZE,
	.fallback = "4p",
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes; of a file all of it",
};

const struct param param_length_peek = {
	.name = "length",
	.kind = PARAM_SIZE,
	.fallback = "16",
	.role = ROLE_LENGTH,
	.most = SCRATCH_SIZE,
	.value = "SIZE",
	.help = "how many bytes, at most 64k",
};

const struct param param_length_poke = {
	.name = "length",
	.kind = PARAM_SIZE,
	.missing = MISSING_TEXT_SIZE,
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes, repeating those given",
};

const struct param param_prot = {
	.name = "prot",
	.kind = PARAM_FLAGS,
	.names = &names_prot,
	.role = ROLE_PROT,
	.value = "PROT",
	.help = "the protection: rw, r-x, none, names",
};

const struct param param_prot_map = {
	.name = "prot",
	.kind = PARAM_FLAGS,
	.fallback = "rw",
	.names = &names_prot,
	.role = ROLE_PROT,
	.value = "PROT",
	.help = "the protection: rw, r-x, none, names",
};

const struct param param_flags_map = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "private,anonymous",
	.with_file = "private",
	.names = &names_map,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "mapping flags; + adds to the default",
};

const struct param param_fd_map = {
	.name = "fd",
	.kind = PARAM_FD,
	.missing = MISSING_FILE,
	.role = ROLE_FD,
	.value = "FD",
	.help = "the file: a descriptor or a name (the newest file)",
};

const struct param param_offset = {
	.name = "offset",
	.kind = PARAM_SIGNED,
	.fallback = "0",
	.role = ROLE_OFFSET,
	.value = "SIZE",
	.help = "where in the file it begins",
};

const struct param param_advice = {
	.name = "advice",
	.kind = PARAM_FLAGS,
	.names = &names_advice,
	.role = ROLE_ADVICE,
	.value = "ADVICE",
	.help = "what to do with it",
};

const struct param param_flags_mlock = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_mlock,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "calls mlock2 with these flags",
};

const struct param param_flags_mlockall = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "current",
	.names = &names_mlockall,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "what to lock",
};

const struct param param_flags_msync = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "sync",
	.names = &names_msync,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "how to write back",
};

const struct param param_flags_mseal = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "0",
	.names = &names_mseal,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "none is defined yet",
};

const struct param param_flags_mremap = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "maymove",
	.names = &names_mremap,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "how to resize or move it",
};

const struct param param_new_length = {
	.name = "new-length",
	.kind = PARAM_SIZE,
	.role = ROLE_NEW_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes it shall have",
};

const struct param param_new_addr = {
	.name = "new-addr",
	.kind = PARAM_ADDRESS,
	.missing = MISSING_ABSENT,
	.role = ROLE_NEW_ADDR,
	.most = UINTPTR_MAX,
	.value = "ADDRESS",
	.help = "where to move it (with fixed), or a hint",
};

const struct param param_increment = {
	.name = "increment",
	.kind = PARAM_SIGNED,
	.fallback = "0",
	.role = ROLE_INCREMENT,
	.most = INTPTR_MAX,
	.value = "SIZE",
	.help = "by how much to move the break",
};

const struct param param_size_alloca = {
	.name = "size",
	.kind = PARAM_SIZE,
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes of the stack",
};

const struct param param_frames = {
	.name = "frames",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_FRAMES,
	.least = 1,
	.most = 1000000,
	.value = "N",
	.help = "a recursion this deep, the size in each frame",
};

const struct param param_size_memfd = {
	.name = "size",
	.kind = PARAM_SIGNED,
	.fallback = "4p",
	.role = ROLE_SIZE,
	.value = "SIZE",
	.help = "how long the file shall be",
};

const struct param param_size_file = {
	.name = "size",
	.kind = PARAM_SIGNED,
	.role = ROLE_SIZE,
	.value = "SIZE",
	.help = "how long the file shall be",
};

const struct param param_flags_memfd = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "cloexec",
	.names = &names_memfd,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "what kind of memory file",
};

const struct param param_path = {
	.name = "path",
	.kind = PARAM_PATH,
	.value = "PATH",
	.help = "the file",
};

const struct param param_flags_open = {
	.name = "flags",
	.kind = PARAM_FLAGS,
	.fallback = "rdonly",
	.names = &names_open,
	.role = ROLE_FLAGS,
	.value = "FLAGS",
	.help = "how to open it",
};

const struct param param_mode = {
	.name = "mode",
	.kind = PARAM_MODE,
	.fallback = "644",
	.role = ROLE_MODE,
	.value = "MODE",
	.help = "permissions of a file that is made, in octal",
};

const struct param param_fd = {
	.name = "fd",
	.kind = PARAM_FD,
	.missing = MISSING_FILE,
	.role = ROLE_FD,
	.value = "FD",
	.help = "the file: a descriptor or a name (the newest file)",
};

const struct param param_access = {
	.name = "access",
	.kind = PARAM_FLAGS,
	.fallback = "read",
	.names = &names_access,
	.role = ROLE_ACCESS,
	.value = "ACCESS",
	.help = "read, write or exec",
};

const struct param param_stride = {
	.name = "stride",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_STRIDE,
	.most = SIZE_MAX,
	.least = 1,
	.value = "SIZE",
	.help = "one access every so many bytes (a page)",
};

const struct param param_bytes = {
	.name = "bytes",
	.kind = PARAM_BYTES,
	.missing = MISSING_ABSENT,
	.value = "HEX",
	.help = "what to write, two hex digits a byte",
};

const struct param param_text = {
	.name = "text",
	.kind = PARAM_TEXT,
	.missing = MISSING_ABSENT,
	.value = "TEXT",
	.help = "write these characters instead",
};

const struct param param_fill = {
	.name = "fill",
	.kind = PARAM_BITS,
	.missing = MISSING_ABSENT,
	.role = ROLE_FILL,
	.most = 0xff,
	.value = "BYTE",
	.help = "write this byte instead, to the region's end",
};

const struct param param_region = {
	.name = "region",
	.kind = PARAM_REGION,
	.missing = MISSING_OWN,
	.value = "REGION",
	.help = "the name of a region",
};
