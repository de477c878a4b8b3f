/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of zones, kmalloc and vmalloc. */
#include "command/param.h"

const struct param param_size_request = {
	.name = "size",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.least = 1,
	.role = ROLE_LENGTH,
	.value = "SIZE",
	.help = "tell which zone would serve a request of SIZE",
};

const struct param param_size_object = {
	.name = "size",
	.kind = PARAM_SIZE,
	.missing = MISSING_REFUSED,
	.role = ROLE_LENGTH,
	.value = "SIZE",
	.help = "how many bytes the kernel asks for",
};

const struct param param_demonstrate = {
	.name = "demonstrate",
	.kind = PARAM_SWITCH,
	.missing = MISSING_ABSENT,
	.role = ROLE_DEMONSTRATE,
	.help = "make the kernel allocate some, and show the growth",
};

const struct param param_top = {
	.name = "top",
	.kind = PARAM_SIZE,
	.fallback = "10",
	.least = 1,
	.most = 1000,
	.role = ROLE_TOP,
	.value = "N",
	.help = "how many callers and areas to tell",
};
