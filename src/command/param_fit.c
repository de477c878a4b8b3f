/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of fit. */
#include "command/param.h"

const struct param param_trace = {
	.name = "trace",
	.kind = PARAM_PATH,
	.missing = MISSING_ABSENT,
	.value = "TRACE",
	.help = "a trace of mtrace(3) or plain text; - is stdin",
};

const struct param param_random = {
	.name = "random",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_RANDOM,
	.least = 1,
	.value = "N",
	.help = "make a trace of N random events",
};

const struct param param_seed = {
	.name = "seed",
	.kind = PARAM_SIZE,
	.fallback = "1",
	.role = ROLE_SEED,
	.value = "S",
	.help = "of the random numbers (1)",
};

const struct param param_sizes = {
	.name = "sizes",
	.kind = PARAM_SIZES,
	.fallback = "uniform:16..4096",
	.role = ROLE_SIZES,
	.value = "SIZES",
	.help = "of random blocks: uniform:MIN..MAX, powers, bimodal",
};

const struct param param_only_strategies = {
	.name = "only",
	.kind = PARAM_FLAGS,
	.missing = MISSING_ABSENT,
	.names = &names_strategies,
	.role = ROLE_ONLY,
	.value = "STRATEGIES",
	.help = "replay by these strategies (all)",
};

const struct param param_limit_heap = {
	.name = "limit",
	.kind = PARAM_SIZE,
	.missing = MISSING_ABSENT,
	.role = ROLE_LIMIT,
	.least = 1,
	.value = "SIZE",
	.help = "let no heap be larger",
};

const struct param param_grow = {
	.name = "grow",
	.kind = PARAM_SIZE,
	.fallback = "128k",
	.role = ROLE_GROW,
	.least = 16,
	.most = (uint64_t)1 << 30,
	.value = "SIZE",
	.help = "by what multiples a heap grows (128k)",
};
