/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of malloc(3)'s family. */
#include <limits.h>

#include "command/param.h"

const struct param param_size_block = {
	.name = "size",
	.kind = PARAM_SIZE,
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes",
};

const struct param param_size_element = {
	.name = "size",
	.kind = PARAM_SIZE,
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how many bytes each of them has",
};

const struct param param_nmemb = {
	.name = "nmemb",
	.kind = PARAM_SIZE,
	.fallback = "1",
	.role = ROLE_NMEMB,
	.most = SIZE_MAX,
	.value = "N",
	.help = "how many elements",
};

const struct param param_alignment = {
	.name = "alignment",
	.kind = PARAM_SIZE,
	.fallback = "64",
	.role = ROLE_ALIGNMENT,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "what its address is a multiple of",
};

const struct param param_pad = {
	.name = "pad",
	.kind = PARAM_SIZE,
	.fallback = "0",
	.role = ROLE_LENGTH,
	.most = SIZE_MAX,
	.value = "SIZE",
	.help = "how much of the heap's end to keep",
};

const struct param param_mallopt = {
	.name = "param",
	.kind = PARAM_FLAGS,
	.names = &names_mallopt,
	.role = ROLE_FLAGS,
	.value = "NAME",
	.help = "which parameter",
};

const struct param param_value = {
	.name = "value",
	.kind = PARAM_SIGNED,
	.role = ROLE_INCREMENT,
	.most = INT_MAX,
	.value = "NUMBER",
	.help = "what it shall be",
};
