/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protections that only some processors of an architecture have. */
#include <errno.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "acts/attempts.h"
#include "why/arguments/flags.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

/* HWCAP: its bit in the auxiliary vector; 0: none. */
static const struct protection {
	uint64_t bit;
	unsigned long vector, hwcap;
	const char *name, *hwcap_name;
	const char *wanted;
} protections[] = {
#ifdef PROT_BTI
	{PROT_BTI, AT_HWCAP2, 1UL << 17, "PROT_BTI", "HWCAP2_BTI",
		"a processor with branch targets (FEAT_BTI) and "
		"CONFIG_ARM64_BTI=y"},
#endif
#ifdef PROT_MTE
	{PROT_MTE, AT_HWCAP2, 1UL << 18, "PROT_MTE", "HWCAP2_MTE",
		"a processor with memory tags (FEAT_MTE2) and "
		"CONFIG_ARM64_MTE=y"},
#endif
#ifdef PROT_SAO
	{PROT_SAO, 0, 0, "PROT_SAO", NULL,
		"POWER7 to POWER9, without a hypervisor that forbids it"},
#endif
#ifdef PROT_ADI
	{PROT_ADI, 0, 0, "PROT_ADI", NULL,
		"a processor with memory tags (SPARC M7)"},
#endif
	{0, 0, 0, NULL, NULL, NULL},
};

/* Tried by a child of ours, on anonymous memory. */
static bool is_refused(uint64_t bit)
{
	long page = getpagesize();
	void *memory = mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long args[5] = {
		(long)memory, page, (long)(PROT_READ | PROT_WRITE | bit)};
	bool refused;

	if (memory == MAP_FAILED)
		return false;
	refused = attempt_errno(SYS_mprotect, args) == EINVAL;
	munmap(memory, (size_t)page);
	return refused;
}

uint64_t flags_not_of_processor(uint64_t prot)
{
	uint64_t refused = 0;

	for (const struct protection *protection = protections; protection->bit;
		protection++)
		if (prot & protection->bit && is_refused(protection->bit))
			refused |= protection->bit;
	return refused;
}

static bool lacks(const struct diagnosis *d, struct cause *c,
	const struct protection *protection)
{
	char rest[CALL_TEXT_MAX];

	cause_text(c, "missing", NULL, protection->name);
	if (protection->hwcap &&
		!(getauxval(protection->vector) & protection->hwcap))
		cause_text(c, "hwcap", "the kernel does not report ",
			protection->hwcap_name);
	names_format(&names_prot, arg(d->call, ROLE_PROT) & ~protection->bit,
		rest, sizeof(rest));
	cause_try(c, "--prot %s", rest);
	cause_try(c, "%s", protection->wanted);
	return cause_says(c, "this machine has no %s", protection->name);
}

static bool no_such_protection(const struct diagnosis *d, struct cause *c)
{
	for (const struct protection *protection = protections; protection->bit;
		protection++)
		if (arg(d->call, ROLE_PROT) & protection->bit &&
			is_refused(protection->bit))
			return lacks(d, c, protection);
	return false;
}

static const struct cause_row rows[] = {
	{"no-such-protection", "mprotect=EINVAL mmap=EINVAL",
		"the processor, or the kernel for it, has no such protection",
		"--prot without it", no_such_protection},
};

const struct cause_table causes_of_processor = {rows, ARRAY_SIZE(rows)};
