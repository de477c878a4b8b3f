/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a traced program reaches in ways that memtool itself does not. */
#include <signal.h>

#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"

#ifndef SEGV_PKUERR
#define SEGV_PKUERR 4
#endif

static bool has_code(const struct diagnosis *d, int code)
{
	const struct outcome *outcome = &d->record->outcome;

	return outcome->coded && outcome->code == code;
}

/* sigaction(2); x86 checks only if the program has set a flag for it. */
static bool unaligned_access(const struct diagnosis *d, struct cause *c)
{
	if (!has_code(d, BUS_ADRALN))
		return false;
	cause_try(c, "memcpy(3) to a variable of that type");
#if defined(__x86_64__) || defined(__i386__)
	cause_try(c, "clear bit 18 of EFLAGS, AC");
	return cause_says(c, "the address is not aligned, and the program has "
			     "asked for that to be checked");
#else
	return cause_says(c, "the address is not aligned for the instruction");
#endif
}

static bool protection_key(const struct diagnosis *d, struct cause *c)
{
	struct mapping m;

	if (!has_code(d, SEGV_PKUERR))
		return false;
	if (diagnosis_mapping(d, d->record->fault_address, &m))
		cause_mapping(c, &m);
	cause_try(c, "pkey_set(3) before the access");
	return cause_says(c, "the thread has no right to the memory's "
			     "protection key");
}

/* mm/mincore.c: of the range it says ENOMEM, and EFAULT only of the vector. */
static bool bad_vector(const struct diagnosis *d, struct cause *c)
{
	uint64_t at = d->record->vector, end;
	struct mapping m = {0};
	bool mapped = false;

	if (!d->record->traced)
		return false;
	end = at + page_ceil(d, arg(d->call, ROLE_LENGTH)) / d->page;
	cause_fact(c, "vector", "at ", as_address(at));
	cause_fact(c, "size", NULL, as_bytes(end - at));
	while (at < end) {
		mapped = diagnosis_mapping(d, at, &m);
		if (!mapped || m.perms[1] != 'w')
			break;
		at = m.end;
	}
	/* Another thread may have mapped it meanwhile. */
	if (at >= end && end >= d->record->vector)
		return false;
	cause_fact(c, "address", "not at ", as_address(at));
	if (mapped && at < end)
		cause_mapping(c, &m);
	return cause_says(c, "the vector for the answer, a byte for each page, "
			     "is not in writable memory");
}

static const struct cause_row rows[] = {
	{"unaligned-access", "touch=SIGBUS",
		"the address is not aligned, and that is checked",
		"memcpy(3) to an aligned variable", unaligned_access},
	{"protection-key", "touch=SIGSEGV",
		"the thread has no right to the memory's protection key",
		"pkey_set(3)", protection_key},
	{"bad-vector", "mincore=EFAULT",
		"the vector for the answer is not in writable memory", NULL,
		bad_vector},
};

const struct cause_table causes_of_signal_codes = {rows, ARRAY_SIZE(rows)};
