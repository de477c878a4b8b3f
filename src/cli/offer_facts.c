/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion of --assert and --assume: facts, and for why= the causes. */
#include <stdio.h>
#include <string.h>

#include "cli/offers.h"
#include "render/facts.h"

static void offer_fact(void *context, const char *name)
{
	offer(context, name);
}

/* The value of a fact whose words are known. */
static void offer_fact_values(
	const struct completion *completion, const char *operation)
{
	struct completion value = *completion;
	size_t length = (size_t)(operation + 1 - completion->part);

	value.list = completion->part;
	value.list_length = length;
	value.part = completion->part + length;
	if (strncmp(completion->part, "why", 3) != 0)
		return;
	offer_causes(&value, NULL);
	offer(&value, "none");
}

void offer_facts(
	const struct completion *completion, const struct command *command)
{
	const char *operation = strpbrk(completion->part, "=!<>");
	struct facts_scope scope = {.of = FACTS_OF_TOTAL};
	struct completion each = *completion;
	struct facts *facts;

	if (operation) {
		if (*operation == '=')
			offer_fact_values(completion, operation);
		return;
	}
	if (command)
		scope = (struct facts_scope){command_is_inspection(command)
						     ? FACTS_OF_INSPECTION
						     : FACTS_OF_STEP,
			command->name};
	facts = facts_read(completion->cli->outside->schema);
	if (!facts)
		return;
	facts_each_short(facts, scope, offer_fact, &each);
	/* There are hundreds: only what is being typed. */
	if (strchr(completion->part, '.'))
		facts_each_path(facts, scope, offer_fact, &each);
	facts_free(facts);
}
