/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getrlimit(2) */
#include <sys/resource.h>

#include "words/array.h"
#include "words/names_table.h"

#define RESOURCE(name, help)                                                   \
	{                                                                      \
#name, (uint64_t)RLIMIT_##name, NAMES_WHOLE, "", help,         \
			.advice = NULL                                         \
	}

static const struct name resources[] = {
	RESOURCE(AS, "bytes of address space"),
	RESOURCE(CORE, "bytes of a core file"),
	RESOURCE(CPU, "seconds of processor time"),
	RESOURCE(DATA, "bytes of private writable memory"),
	RESOURCE(FSIZE, "bytes of a file that it writes"),
	RESOURCE(LOCKS, "no longer has an effect"),
	RESOURCE(MEMLOCK, "bytes of locked memory"),
	RESOURCE(MSGQUEUE, "bytes in POSIX message queues of the user"),
	RESOURCE(NICE, "20 minus the lowest nice value"),
	RESOURCE(NOFILE, "one more than the highest descriptor"),
	RESOURCE(NPROC, "processes and threads of the user"),
	RESOURCE(RSS, "no longer has an effect"),
	RESOURCE(RTPRIO, "real-time priority"),
	RESOURCE(RTTIME, "microseconds of real-time processor time"),
	RESOURCE(SIGPENDING, "queued signals of the user"),
	RESOURCE(STACK, "bytes of the stack"),
};
const struct names names_resource = {
	"RLIMIT_", "resource", resources, ARRAY_SIZE(resources), NULL};
