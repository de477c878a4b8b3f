/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parameters a mode takes, and which it cannot do without. */
#include <string.h>

#include "command/plan.h"
#include "inspections/translate/translate.h"
#include "models/selector.h"
#include "words/array.h"
#include "words/program.h"

/* One bit a mode, or of modes that are alike. */
enum {
	LIVE = 1 << 0,
	REAL = 1 << 1,
	PROTECTED = 1 << 2,
	LONG = 1 << 3,
	TABLES_32 = 1 << 4,
	TABLES = TABLES_32 | 1 << 5,
	SEGMENTS = PROTECTED | LONG,
};

static unsigned bit_of(uint64_t mode)
{
	switch ((enum translate_mode)mode) {
	case TRANSLATE_LIVE:
		return LIVE;
	case TRANSLATE_REAL:
		return REAL;
	case TRANSLATE_PROTECTED:
		return PROTECTED;
	case TRANSLATE_LONG:
		return LONG;
	case TRANSLATE_32:
	case TRANSLATE_PAE:
		return TABLES_32;
	default:
		return TABLES & ~TABLES_32;
	}
}

static const struct {
	const struct param *param;
	unsigned modes; /* that take it */
} taken[] = {
	{&param_linear, LIVE | TABLES},
	{&param_far, REAL},
	{&param_pid, LIVE},
	{&param_selector, SEGMENTS},
	{&param_descriptor, SEGMENTS},
	{&param_offset_in, SEGMENTS},
	{&param_base, LONG},
	{&param_size_of, SEGMENTS},
	{&param_segment, SEGMENTS},
	{&param_reach, SEGMENTS | TABLES},
	{&param_cpl, SEGMENTS | TABLES},
	{&param_table_limit, SEGMENTS},
	{&param_gate, REAL},
	{&param_cr3, TABLES},
	{&param_tables, TABLES},
	{&param_control, LONG | TABLES},
	{&param_physical_bits, TABLES},
};

/* What was typed, and what came of it. */
struct asked {
	const struct step *step;
	uint64_t mode;
	char name[16]; /* of the mode */
	struct complaint *why;
};

static bool has(const struct asked *a, const struct param *param)
{
	return command_given(a->step->command, a->step->given, param->name);
}

static uint64_t number(const struct asked *a, const struct param *param)
{
	return a->step->args[command_find_param(a->step->command, param->name)]
		.number;
}

static bool check_taken(const struct asked *a)
{
	unsigned mode = bit_of(a->mode);

	for (size_t i = 0; i < ARRAY_SIZE(taken); i++) {
		const struct param *p = taken[i].param;

		if (taken[i].modes & mode || !has(a, p))
			continue;
		if (a->mode == TRANSLATE_LIVE)
			return complain(a->why, p->name,
				"--%s belongs to a model, and the machine's "
				"own translation is asked for; --mode chooses "
				"a model",
				p->name);
		return complain(a->why, p->name,
			"--mode %s takes no %s; '%s help translate' tells "
			"which takes it",
			a->name, p->name, program_name());
	}
	return true;
}

static bool need(const struct asked *a, const struct param *param)
{
	if (has(a, param))
		return true;
	if (a->mode == TRANSLATE_LIVE)
		return complain(a->why, NULL,
			"ADDRESS is missing; it follows the call, 'translate "
			"ADDRESS', or a step before makes the memory, 'mmap "
			"then touch then translate'");
	return complain(a->why, NULL,
		"%s is missing; --mode %s needs it, behind --%s", param->value,
		a->name, param->name);
}

static bool check_base(const struct asked *a)
{
	uint64_t segment = number(a, &param_segment);

	if (!has(a, &param_base) ||
		(has(a, &param_segment) &&
			(segment == SEGMENT_FS || segment == SEGMENT_GS)))
		return true;
	return complain(a->why, "base",
		"--base is of a register that has one in 64-bit mode; it "
		"takes --segment fs or gs");
}

static bool check_segment(const struct asked *a)
{
	bool exec = number(a, &param_reach) == ACCESS_EXEC;
	bool flat = a->mode == TRANSLATE_LONG;
	uint64_t selector = number(a, &param_selector);

	if (exec && has(a, &param_segment) &&
		number(a, &param_segment) != SEGMENT_CS)
		return complain(a->why, "segment",
			"instructions are fetched through cs; --access exec "
			"takes no other");
	if (!need(a, &param_offset_in) || (!flat && !need(a, &param_selector)))
		return false;
	if (!flat && number(a, &param_offset_in) > UINT32_MAX)
		return complain(a->why, NULL,
			"offset: it is more than the 32 bits that an offset "
			"has in protected mode");
	if (flat && !has(a, &param_selector)) {
		if (has(a, &param_descriptor) || has(a, &param_table_limit))
			return complain(a->why, NULL,
				"a descriptor is looked at when a selector is "
				"loaded; --selector is missing");
		return check_base(a);
	}
	if (!selector_decode((uint16_t)selector).null &&
		!need(a, &param_descriptor))
		return false;
	return check_base(a);
}

/* A model looks at no process, so that no region has an address in it. */
static bool check_number(const struct asked *a)
{
	int n = command_find_param(a->step->command, param_linear.name);
	const struct paging *paging = paging_of((enum translate_mode)a->mode);

	if (a->step->args[n].source != SOURCE_NUMBER)
		return complain(a->why, NULL,
			"address: the mode %s takes a plain number; regions "
			"and places are a process's",
			a->name);
	if (paging->bits == 32 && a->step->args[n].number > UINT32_MAX)
		return complain(a->why, NULL,
			"address: 0x%llx is more than the 32 bits of mode %s",
			(unsigned long long)a->step->args[n].number, a->name);
	return true;
}

static bool check_tables(const struct asked *a, void **read)
{
	const struct paging *paging = paging_of((enum translate_mode)a->mode);
	bool walks = has(a, &param_tables);
	static const struct param *const of_walks[] = {&param_cr3, &param_reach,
		&param_cpl, &param_control, &param_physical_bits};

	if (!need(a, &param_linear) || !check_number(a))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(of_walks); i++)
		if (!walks && has(a, of_walks[i]))
			return complain(a->why, of_walks[i]->name,
				"--%s is of a walk through tables; --tables "
				"is missing",
				of_walks[i]->name);
	if (!walks)
		return true;
	return need(a, &param_cr3) && translate_read_tables(a->step->text,
					      paging->entry_size, read, a->why);
}

bool translate_verify(
	const struct step *step, void **read, struct complaint *why)
{
	struct asked a = {.step = step, .why = why};

	a.mode = number(&a, &param_mode_of);
	names_format(&names_mode, a.mode, a.name, sizeof(a.name));
	if (has(&a, &param_far) && has(&a, &param_linear))
		return complain(why, NULL,
			"SEG:OFF and ADDRESS are both given; one of them is "
			"accepted");
	if (has(&a, &param_far) && a.mode == TRANSLATE_LIVE)
		return complain(why, NULL,
			"SEG:OFF is an address of real mode; '--mode real' is "
			"missing");
	if (!check_taken(&a))
		return false;
	switch (bit_of(a.mode)) {
	case LIVE:
		return need(&a, &param_linear);
	case REAL:
		return need(&a, &param_far);
	case PROTECTED:
	case LONG:
		return check_segment(&a);
	default:
		return check_tables(&a, read);
	}
}
