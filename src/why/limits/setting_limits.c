/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits and properties that cannot be set: setrlimit(2), prctl(2). */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/resource.h>

#include "proc/read.h"
#include "why/diagnosis.h"
#include "words/array.h"
#include "words/limits.h"
#include "words/uapi.h"

/* The limits that the call asked for; a part not given stays as it is. */
struct wanted {
	int resource;
	enum value_kind kind;
	bool known; /* the present ones */
	uint64_t soft, hard;
	uint64_t now; /* the hard limit before */
	uint64_t soft_now;
};

static struct wanted wanted_of(const struct diagnosis *d)
{
	const struct limit_findings *found = &d->record->returned.found.limit;
	struct limit_setting setting;

	memcpy(&setting, d->call->text, sizeof(setting));
	return (struct wanted){.resource = (int)setting.resource,
		.kind = limit_is_bytes((int)setting.resource)
				? VALUE_LIMIT_BYTES
				: VALUE_LIMIT,
		.known = d->record->has_returned && found->known,
		.soft = setting.has_soft ? setting.soft : found->soft_before,
		.hard = setting.has_hard ? setting.hard : found->hard_before,
		.now = found->hard_before,
		.soft_now = found->soft_before};
}

static void fact(struct cause *c, const struct wanted *wanted, const char *key,
	const char *label, uint64_t value)
{
	cause_fact(c, key, label, (struct value){wanted->kind, value, NULL});
}

static void try_setting(struct cause *c, const struct wanted *wanted,
	uint64_t soft, uint64_t hard)
{
	struct limit_setting setting = {.resource = (uint32_t)wanted->resource,
		.has_soft = 1,
		.has_hard = hard != wanted->now,
		.soft = soft,
		.hard = hard};
	char text[80];

	limit_format(&setting, text, sizeof(text));
	cause_try(c, "setrlimit %s", text);
}

static bool no_such_resource(const struct diagnosis *d, struct cause *c)
{
	struct wanted wanted = wanted_of(d);

	if (wanted.known || wanted.resource < LIMIT_RESOURCES)
		return false;
	cause_fact(c, "resource", "resource ",
		as_count((uint64_t)wanted.resource));
	cause_fact(c, "resources", "there are ", as_count(LIMIT_RESOURCES));
	return cause_says(c, "the kernel has no such resource");
}

static bool soft_above_hard(const struct diagnosis *d, struct cause *c)
{
	struct wanted wanted = wanted_of(d);

	if (!wanted.known || wanted.soft <= wanted.hard)
		return false;
	fact(c, &wanted, "soft", "soft ", wanted.soft);
	fact(c, &wanted, "hard", "hard ", wanted.hard);
	try_setting(c, &wanted, wanted.hard, wanted.hard);
	return cause_says(c, "the soft limit cannot be above the hard one");
}

/* The kernel wants CAP_SYS_RESOURCE of the initial user namespace. */
static bool hard_limit(const struct diagnosis *d, struct cause *c)
{
	const struct set_limit *set;
	struct wanted wanted = wanted_of(d);

	if (!wanted.known || wanted.hard <= wanted.now ||
		diagnosis_capable(d, CAP_SYS_RESOURCE))
		return false;
	fact(c, &wanted, "asked", "asked ", wanted.hard);
	fact(c, &wanted, "hard", "the hard limit is ", wanted.now);
	set = diagnosis_set_limit(d, wanted.resource);
	cause_set_in(c, set ? set->step : 0);
	cause_text(c, "capability", "",
		diagnosis_capable_elsewhere(d, CAP_SYS_RESOURCE)
			? "CAP_SYS_RESOURCE only in a user namespace"
			: "no CAP_SYS_RESOURCE");
	try_setting(c, &wanted, wanted.now, wanted.now);
	return cause_says(c, "only a process with CAP_SYS_RESOURCE may raise a "
			     "hard limit");
}

/* kernel/sys.c: not even root may have more descriptors. */
static bool nr_open(const struct diagnosis *d, struct cause *c)
{
	struct wanted wanted = wanted_of(d);
	uint64_t most;

	if (wanted.resource != RLIMIT_NOFILE || !wanted.known ||
		!read_number("/proc/sys/fs/nr_open", &most) ||
		wanted.hard <= most)
		return false;
	fact(c, &wanted, "asked", "asked ", wanted.hard);
	cause_fact(c, "most", "fs.nr_open ", as_count(most));
	if (most <= wanted.now || diagnosis_capable(d, CAP_SYS_RESOURCE))
		try_setting(c, &wanted, most, most);
	return cause_says(c, "it is more than the system allows any process");
}

/* kernel/sys.c: only more may be denied (EPERM), and no_new_privs only set. */
static bool cannot_be_undone(const struct diagnosis *d, struct cause *c)
{
	const struct option_findings *found = &d->record->returned.found.option;
	int64_t asked = signed_arg(d->call, ROLE_VALUE);
	bool by_value = arg(d->call, ROLE_OPTION) == OPTION_NO_NEW_PRIVS;

	if (!d->record->has_returned || !found->before_known ||
		!found->before || asked == found->before ||
		(d->error == EINVAL && (!by_value || asked)))
		return false;
	cause_fact(c, "value", "it is ", as_number(found->before));
	cause_fact(c, "asked", "asked ", as_number(asked));
	return cause_says(c, "this property cannot be undone");
}

/* kernel/sys.c: thp_disable and memory_merge are on or off by any number. */
static const struct property_values {
	uint64_t option;
	uint32_t values; /* a bit for each */
	const char *words;
} accepted[] = {
	{OPTION_MDWE, 1 << 0 | 1 << 1 | 1 << 3, "0, 1 and 3"},
	{OPTION_NO_NEW_PRIVS, 1 << 1, "1"},
};

static bool no_such_value(const struct diagnosis *d, struct cause *c)
{
	const struct option_findings *found = &d->record->returned.found.option;
	uint64_t value = arg(d->call, ROLE_VALUE);
	const struct property_values *is = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(accepted); i++)
		if (accepted[i].option == arg(d->call, ROLE_OPTION))
			is = &accepted[i];
	if (!d->record->has_returned || !found->before_known || !is ||
		(value < 32 && is->values >> value & 1) ||
		/* Then it cannot be undone. */
		(is->option == OPTION_NO_NEW_PRIVS && found->before && !value))
		return false;
	cause_fact(c, "asked", "asked ", as_count(value));
	cause_text(c, "accepted", "accepted ", is->words);
	return cause_says(c, "the property has no such value");
}

/*
 * An option without a name here.  The kernel refuses one that it does not know
 * like a value that it does not accept, and trying another value would set it.
 */
static bool no_such_option(const struct diagnosis *d, struct cause *c)
{
	uint64_t option = arg(d->call, ROLE_OPTION);

	if (names_next(&names_prctl, NULL, option))
		return false;
	c->verified = false;
	cause_fact(c, "option", "option ", as_count(option));
	return cause_says(c, "the kernel may not know this option, or not "
			     "accept this value of it");
}

/*
 * mm/madvise.c: 79 printable characters of ASCII, and none that ends a name in
 * maps, or that a shell would expand.
 */
enum { NAME_LENGTH_MAX = 79 };
static bool name_refused(const struct diagnosis *d, struct cause *c)
{
	const char *name = d->call->text;
	size_t length = d->call->text_length;
	const struct param *param;
	char at[8];

	if (arg(d->call, ROLE_OPTION) != UAPI_PR_SET_VMA ||
		diagnosis_unknown(d, &param))
		return false;
	if (length > NAME_LENGTH_MAX) {
		cause_fact(c, "length", "it has ", as_count(length));
		cause_fact(c, "most", "at most ", as_count(NAME_LENGTH_MAX));
		return cause_says(c, "the name has too many bytes");
	}
	for (size_t i = 0; i < length; i++) {
		if (name[i] >= ' ' && name[i] <= '~' &&
			!strchr("\\`$[]", name[i]))
			continue;
		snprintf(at, sizeof(at), "%.1s", name + i);
		if (name[i] < ' ' || name[i] > '~')
			snprintf(at, sizeof(at), "\\x%02x",
				(unsigned char)name[i]);
		cause_text(c, "character", "it has ", at);
		return cause_says(c, "the name has a character that the "
				     "kernel refuses");
	}
	return false;
}

static bool already_set(const struct diagnosis *d, struct cause *c)
{
	const struct option_findings *found = &d->record->returned.found.option;
	struct wanted wanted;

	if (asks(d, &command_capset))
		return d->record->returned.found.capabilities.known &&
		       d->record->returned.found.capabilities.before ==
			       d->record->returned.found.capabilities.after &&
		       cause_says(c, "it had none of these capabilities");
	if (asks(d, &command_setuid))
		return d->record->returned.found.user.uid_before ==
			       d->record->returned.found.user.uid_after &&
		       d->record->returned.found.user.gid_before ==
			       d->record->returned.found.user.gid_after &&
		       cause_says(c, "it already was this user");
	if (asks(d, &command_prctl))
		return found->before_known && found->after_known &&
		       found->before == found->after &&
		       cause_says(c, "the property already had this value");
	wanted = wanted_of(d);
	return wanted.known && wanted.soft == wanted.soft_now &&
	       wanted.hard == wanted.now &&
	       cause_says(c, "the limits already were so");
}

static const struct cause_row rows[] = {
	{"no-such-resource", "setrlimit=EINVAL",
		"the kernel has no such resource", NULL, no_such_resource},
	{"soft-above-hard", "setrlimit=EINVAL",
		"the soft limit cannot be above the hard one",
		"a lower soft limit", soft_above_hard},
	{"hard-limit", "setrlimit=EPERM",
		"only a process with CAP_SYS_RESOURCE may raise a hard limit",
		"run it as root", hard_limit},
	{"nr-open", "setrlimit=EPERM",
		"it is more descriptors than the system allows any process",
		"sysctl fs.nr_open", nr_open},
	{"cannot-be-undone", "prctl=EPERM,EINVAL",
		"this property cannot be undone", NULL, cannot_be_undone},
	{"no-such-value", "prctl=EINVAL", "the property has no such value",
		"another value", no_such_value},
	{"no-such-option", "prctl=EINVAL",
		"the kernel does not know the option, or refuses its value",
		NULL, no_such_option},
	{"name-refused", "prctl=EINVAL",
		"the name is too long, or has a character that is refused",
		"printable ASCII without \\ ` $ [ ], at most 79 bytes",
		name_refused},
	{"already-set", "setrlimit=ok prctl=ok setuid=ok capset=ok",
		"it already was so", NULL, already_set},
};

const struct cause_table causes_of_setting_limits = {rows, ARRAY_SIZE(rows)};
