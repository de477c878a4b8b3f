/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters that a mode accepts, and those that it needs. */
#include <string.h>

#include "command/plan.h"
#include "inspections/translate/translate.h"
#include "models/selector.h"
#include "words/array.h"
#include "words/program.h"

/* One bit per mode or group of like modes. */
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
	unsigned modes; /* that accept it */
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

/* The parameters typed, and the complaint. */
struct asked {
	const struct step *step;
	uint64_t mode;
	char name[16]; /* of the mode */
	struct complaint *why;
};

static bool has(const struct asked *asked, const struct param *param)
{
	return command_given(
		asked->step->command, asked->step->given, param->name);
}

static uint64_t number(const struct asked *asked, const struct param *param)
{
	return asked->step
		->args[command_find_param(asked->step->command, param->name)]
		.number;
}

static bool check_taken(const struct asked *asked)
{
	unsigned mode = bit_of(asked->mode);

	for (size_t i = 0; i < ARRAY_SIZE(taken); i++) {
		const struct param *param = taken[i].param;

		if (taken[i].modes & mode || !has(asked, param))
			continue;
		if (asked->mode == TRANSLATE_LIVE)
			return complain(asked->why, param->name,
				"--%s belongs to a model; without --mode, the "
				"machine's own translation is shown",
				param->name);
		return complain(asked->why, param->name,
			"--mode %s does not accept %s; see '%s help translate'",
			asked->name, param->name, program_name());
	}
	return true;
}

static bool need(const struct asked *asked, const struct param *param)
{
	if (has(asked, param))
		return true;
	if (asked->mode == TRANSLATE_LIVE)
		return complain(asked->why, NULL,
			"ADDRESS is missing; give it, 'translate ADDRESS', or "
			"make memory first, 'mmap then touch then translate'");
	return complain(asked->why, NULL, "%s is missing; --mode %s needs --%s",
		param->value, asked->name, param->name);
}

static bool check_base(const struct asked *asked)
{
	uint64_t segment = number(asked, &param_segment);

	if (!has(asked, &param_base) ||
		(has(asked, &param_segment) &&
			(segment == SEGMENT_FS || segment == SEGMENT_GS)))
		return true;
	return complain(asked->why, "base",
		"--base needs a register with a base in 64-bit mode: --segment "
		"fs or gs");
}

static bool check_segment(const struct asked *asked)
{
	bool exec = number(asked, &param_reach) == ACCESS_EXEC;
	bool flat = asked->mode == TRANSLATE_LONG;
	uint64_t selector = number(asked, &param_selector);

	if (exec && has(asked, &param_segment) &&
		number(asked, &param_segment) != SEGMENT_CS)
		return complain(asked->why, "segment",
			"instructions are fetched through cs; --access exec "
			"accepts no other");
	if (!need(asked, &param_offset_in) ||
		(!flat && !need(asked, &param_selector)))
		return false;
	if (!flat && number(asked, &param_offset_in) > UINT32_MAX)
		return complain(asked->why, NULL,
			"offset: it is more than the 32 bits of protected "
			"mode");
	if (flat && !has(asked, &param_selector)) {
		if (has(asked, &param_descriptor) ||
			has(asked, &param_table_limit))
			return complain(asked->why, NULL,
				"a descriptor is read when a selector is "
				"loaded; --selector is missing");
		return check_base(asked);
	}
	if (!selector_decode((uint16_t)selector).null &&
		!need(asked, &param_descriptor))
		return false;
	return check_base(asked);
}

/* A model reads no process, so regions have no address in it. */
static bool check_number(const struct asked *asked)
{
	int n = command_find_param(asked->step->command, param_linear.name);
	const struct paging *paging =
		paging_of((enum translate_mode)asked->mode);

	if (asked->step->args[n].source != SOURCE_NUMBER)
		return complain(asked->why, NULL,
			"address: mode %s accepts only a number; regions and "
			"places belong to a process",
			asked->name);
	if (paging->bits == 32 && asked->step->args[n].number > UINT32_MAX)
		return complain(asked->why, NULL,
			"address: 0x%llx is more than the 32 bits of mode %s",
			(unsigned long long)asked->step->args[n].number,
			asked->name);
	return true;
}

static bool check_tables(const struct asked *asked, void **read)
{
	const struct paging *paging =
		paging_of((enum translate_mode)asked->mode);
	bool walks = has(asked, &param_tables);
	static const struct param *const of_walks[] = {&param_cr3, &param_reach,
		&param_cpl, &param_control, &param_physical_bits};

	if (!need(asked, &param_linear) || !check_number(asked))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(of_walks); i++)
		if (!walks && has(asked, of_walks[i]))
			return complain(asked->why, of_walks[i]->name,
				"--%s belongs to a walk through tables; "
				"--tables is missing",
				of_walks[i]->name);
	if (!walks)
		return true;
	return need(asked, &param_cr3) &&
	       translate_read_tables(
		       asked->step->text, paging->entry_size, read, asked->why);
}

bool translate_verify(
	const struct step *step, void **read, struct complaint *why)
{
	struct asked asked = {.step = step, .why = why};

	asked.mode = number(&asked, &param_mode_of);
	names_format(&names_mode, asked.mode, asked.name, sizeof(asked.name));
	if (has(&asked, &param_far) && has(&asked, &param_linear))
		return complain(why, NULL,
			"SEG:OFF and ADDRESS are both given; give only one");
	if (has(&asked, &param_far) && asked.mode == TRANSLATE_LIVE)
		return complain(why, NULL,
			"SEG:OFF is a real-mode address; '--mode real' is "
			"missing");
	if (!check_taken(&asked))
		return false;
	switch (bit_of(asked.mode)) {
	case LIVE:
		return need(&asked, &param_linear);
	case REAL:
		return need(&asked, &param_far);
	case PROTECTED:
	case LONG:
		return check_segment(&asked);
	default:
		return check_tables(&asked, read);
	}
}
