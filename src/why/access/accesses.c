/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/access/accesses.h"

#include "acts/usercopy.h"
#include "words/uapi.h"

enum access fault_access(const struct inquiry *q)
{
	if (asks(q, &command_touch))
		return (enum access)arg(q->call, ROLE_ACCESS);
	if (asks(q, &command_usercopy))
		return via_writes_memory(arg(q->call, ROLE_VIA)) ? ACCESS_WRITE
								 : ACCESS_READ;
	/* A recursion writes return addresses. */
	if (asks(q, &command_poke) || asks(q, &command_alloca) ||
		inquiry_advice(q)->traits & ADVICE_WRITES)
		return ACCESS_WRITE;
	return ACCESS_READ;
}

bool mapping_allows(const struct mapping *m, enum access access)
{
	static const char letters[] = {'r', 'w', 'x'};

	return m->perms[access] == letters[access];
}

bool fault_of_access(const struct inquiry *q)
{
	return command_has_trait(q->command, CALL_REACHES) ||
	       command_has_trait(q->command, CALL_ON_STACK) ||
	       asks(q, &command_usercopy);
}

/*
 * Where a copy that ended early met what it could not reach.  That is the
 * first byte that was not copied only where it begins a page: into a file
 * kernels before 5.16 copy nothing of a piece, a page of the file at most, of
 * which they cannot read all (mm/filemap.c, generic_perform_write()), and some
 * processors copy several bytes at a time.
 */
static uint64_t end_of_copy(const struct inquiry *q)
{
	uint64_t copied = q->record->returned.done;
	uint64_t at = arg(q->call, ROLE_ADDR) + copied;

	return copied ? page_ceil(q, at) : at;
}

uint64_t fault_address(const struct inquiry *q)
{
	const struct record *record = q->record;

	if (record->has_fault_address)
		return address_untagged(
			address_space(q), record->fault_address);
	if (asks(q, &command_touch)) {
		struct places places = places_of(q->call);

		return place_at(&places, record->returned.done);
	}
	if (asks(q, &command_usercopy))
		return end_of_copy(q);
	if (asks(q, &command_peek))
		return arg(q->call, ROLE_ADDR) + record->returned.scratch_used;
	return arg(q->call, ROLE_ADDR);
}

bool fault_missed(const struct inquiry *q)
{
	return asks(q, &command_usercopy) &&
	       (!q->record->has_returned ||
		       !copy_fell_short(q->call, &q->record->returned));
}

bool fault_suspects(const struct inquiry *q, struct range *range)
{
	uint64_t at = page_floor(q, fault_address(q));

	if (!fault_of_access(q))
		return !q->signal && range_of(q, range);
	/* Nobody knows where a death by anything else came from. */
	if (!q->record->has_returned || fault_missed(q))
		return false;
	*range = (struct range){at, at + q->page};
	return range->end > range->start;
}

bool fault_or_populates(const struct inquiry *q)
{
	return !asks(q, &command_madvise) ||
	       inquiry_advice(q)->traits & ADVICE_FAULTS_IN;
}
