/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of the examples: of "memtool examples", and of run's --example. */
#include "cli/binding.h"
#include "cli/offers.h"
#include "words/program.h"
#include "words/suggest.h"

static const char *example_name(const struct cli *cli, size_t index)
{
	return cli->outside->example_at ? cli->outside->example_at(index)
					: NULL;
}

const char *find_example(struct cli *cli, const char *name)
{
	const char *text = cli->outside->example_text
				   ? cli->outside->example_text(name)
				   : NULL;
	struct suggestion s = suggest_for(name);
	const char *known;

	if (text)
		return text;
	for (size_t i = 0; (known = example_name(cli, i)); i++)
		suggest_offer(&s, known);
	complain(cli->why, name,
		"'%s' is not an example; '%s examples' lists them", name,
		program_name());
	complain_suggest(cli->why, s.best);
	return NULL;
}

bool bind_example(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	return find_example(b->cli, text) && bind_path(b, param, text, e);
}

void offer_examples(
	const struct completion *completion, const struct param *param)
{
	const char *name;

	(void)param;
	for (size_t i = 0; (name = example_name(completion->cli, i)); i++)
		offer(completion, name);
}
