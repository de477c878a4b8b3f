/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Determination of Access Rights", and the error code of a page fault. */
#include "models/walk_internal.h"

#include <stddef.h>

#define RIGHTS SDM_PAGING("Access Rights")

/* A fetch is marked only if execution can be forbidden. */
static bool tells_fetch(const struct walk_query *query)
{
	bool nx = query->paging->mode != TRANSLATE_32 &&
		  query->control & CONTROL_NXE;

	return nx || query->control & CONTROL_SMEP;
}

struct exception walk_fault(const struct walk_query *query, unsigned fault,
	const char *rule, const char *section)
{
	uint32_t code = fault;

	if (query->access == ACCESS_WRITE)
		code |= FAULT_WRITE;
	if (query->cpl == 3)
		code |= FAULT_USER;
	if (query->access == ACCESS_EXEC && tells_fetch(query))
		code |= FAULT_FETCH;
	return (struct exception){"#PF", code, rule, section};
}

static const char *forbidden_to_user(
	const struct walk_query *query, const struct walk_result *result)
{
	if (!result->user)
		return "each level is a user page if CPL is 3 (U/S = 1)";
	if (query->access == ACCESS_WRITE && !result->writable)
		return "each level is writable (R/W = 1)";
	if (query->access == ACCESS_EXEC && !result->executable)
		return "each level allows execution (XD = 0)";
	return NULL;
}

static const char *forbidden_to_kernel(
	const struct walk_query *query, const struct walk_result *result)
{
	bool smap =
		query->control & CONTROL_SMAP && !(query->control & CONTROL_AC);

	if (query->access == ACCESS_EXEC) {
		if (result->user && query->control & CONTROL_SMEP)
			return "the kernel cannot execute a user page "
			       "(CR4.SMEP = "
			       "1)";
		return result->executable
			       ? NULL
			       : "each level allows execution (XD = 0)";
	}
	if (result->user && smap)
		return "the kernel cannot access a user page (CR4.SMAP = 1, "
		       "EFLAGS.AC = 0)";
	if (query->access == ACCESS_WRITE && !result->writable &&
		query->control & CONTROL_WP)
		return "each level is writable, as CR0.WP is 1 (R/W = 1)";
	return NULL;
}

void walk_check_rights(
	const struct walk_query *query, struct walk_result *result)
{
	const char *rule = query->cpl == 3 ? forbidden_to_user(query, result)
					   : forbidden_to_kernel(query, result);

	if (rule)
		result->exception =
			walk_fault(query, FAULT_PRESENT, rule, RIGHTS);
}
