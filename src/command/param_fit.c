/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of fit. */
#include "command/param.h"

const struct param param_trace = {"trace", PARAM_PATH, ROLE_NONE, "TRACE",
	"trace file: mtrace(3) or plain text; - is stdin",
	.missing = MISSING_ABSENT};

const struct param param_random = {"random", PARAM_SIZE, ROLE_RANDOM, "N",
	"generate a trace of N random events", .missing = MISSING_ABSENT,
	.least = 1};

const struct param param_seed = {"seed", PARAM_SIZE, ROLE_SEED, "S",
	"seed of the random numbers (1)", .fallback = "1"};

const struct param param_sizes = {"sizes", PARAM_SIZES, ROLE_SIZES, "SIZES",
	"random block sizes: uniform:MIN..MAX, powers, bimodal",
	.fallback = "uniform:16..4096"};

const struct param param_only_strategies = {"only", PARAM_FLAGS, ROLE_ONLY,
	"STRATEGIES", "strategies to replay by (all)",
	.missing = MISSING_ABSENT, .names = &names_strategies};

const struct param param_limit_heap = {"limit", PARAM_SIZE, ROLE_LIMIT, "SIZE",
	"maximum size of each heap", .missing = MISSING_ABSENT, .least = 1};

const struct param param_grow = {"grow", PARAM_SIZE, ROLE_GROW, "SIZE",
	"a heap grows by multiples of this (128k)", .fallback = "128k",
	.least = 16, .most = (uint64_t)1 << 30};
