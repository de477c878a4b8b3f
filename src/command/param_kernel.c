/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of zones, kmalloc and vmalloc. */
#include "command/param.h"

const struct param param_size_request = {"size", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "show which zone would serve a request of SIZE",
	.missing = MISSING_ABSENT, .least = 1};

const struct param param_size_object = {"size", PARAM_SIZE, ROLE_LENGTH, "SIZE",
	"number of bytes that the kernel requests", .missing = MISSING_REFUSED};

const struct param param_demonstrate = {"demonstrate", PARAM_SWITCH,
	ROLE_DEMONSTRATE, NULL,
	"make the kernel allocate some, show the growth",
	.missing = MISSING_ABSENT};

const struct param param_top = {"top", PARAM_SIZE, ROLE_TOP, "N",
	"number of callers and areas to show (10)", .fallback = "10",
	.least = 1, .most = 1000};
