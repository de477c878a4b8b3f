/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/access/accesses.h"

#include "acts/usercopy.h"
#include "words/uapi.h"

enum access fault_access(const struct diagnosis *d)
{
	if (asks(d, &command_touch))
		return (enum access)arg(d->call, ROLE_ACCESS);
	if (asks(d, &command_usercopy))
		return via_writes_memory(arg(d->call, ROLE_VIA)) ? ACCESS_WRITE
								 : ACCESS_READ;
	/* A recursion writes return addresses. */
	if (asks(d, &command_poke) || asks(d, &command_alloca) ||
		diagnosis_advice(d)->traits & ADVICE_WRITES)
		return ACCESS_WRITE;
	return ACCESS_READ;
}

bool mapping_allows(const struct mapping *m, enum access access)
{
	switch (access) {
	case ACCESS_READ:
	case ACCESS_UNKNOWN: /* it may have been a read */
		return m->perms[0] == 'r';
	case ACCESS_WRITE:
		return m->perms[1] == 'w';
	case ACCESS_EXEC:
		return m->perms[2] == 'x';
	}
	return false;
}

bool fault_of_access(const struct diagnosis *d)
{
	return command_has_trait(d->command, CALL_REACHES) ||
	       command_has_trait(d->command, CALL_ON_STACK) ||
	       asks(d, &command_usercopy);
}

/*
 * Where a copy that ended early hit memory that it could not access.  The first
 * uncopied byte shows that only at the start of a page: before Linux 5.16, a
 * copy into a file copies nothing of a piece, at most a page of the file,
 * unless all of it can be read (mm/filemap.c, generic_perform_write()), and
 * some processors copy several bytes at a time.
 */
static uint64_t end_of_copy(const struct diagnosis *d)
{
	uint64_t copied = d->record->returned.done;
	uint64_t at = arg(d->call, ROLE_ADDR) + copied;

	return copied ? page_ceil(d, at) : at;
}

uint64_t fault_address(const struct diagnosis *d)
{
	const struct record *record = d->record;

	if (record->has_fault_address)
		return address_untagged(
			address_space(d), record->fault_address);
	if (asks(d, &command_touch)) {
		struct places places = places_of(d->call);

		return place_at(&places, record->returned.done);
	}
	if (asks(d, &command_usercopy))
		return end_of_copy(d);
	if (asks(d, &command_peek))
		return arg(d->call, ROLE_ADDR) + record->returned.scratch_used;
	return arg(d->call, ROLE_ADDR);
}

bool fault_missed(const struct diagnosis *d)
{
	return asks(d, &command_usercopy) &&
	       (!d->record->has_returned ||
		       !copy_fell_short(d->call, &d->record->returned));
}

bool fault_suspects(const struct diagnosis *d, struct range *range)
{
	uint64_t at = page_floor(d, fault_address(d));

	if (!fault_of_access(d))
		return !d->signal && range_of(d, range);
	/* For any other signal, the address is unknown. */
	if (!d->record->has_returned || fault_missed(d))
		return false;
	*range = (struct range){at, at + d->page};
	return range->end > range->start;
}

bool fault_or_populates(const struct diagnosis *d)
{
	return !asks(d, &command_madvise) ||
	       diagnosis_advice(d)->traits & ADVICE_FAULTS_IN;
}
