/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/remedies.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc/process_limit.h"
#include "words/array.h"
#include "words/limits.h"

/* A limit as ulimit(1), docker, systemd.exec(5) and limits.conf(5) know it. */
static const struct limit {
	int resource;
	char option;
	uint64_t unit; /* of ulimit; dash's -f counts less than bash's */
	const char *name, *in_unit;
	bool in_docker;
} limits[] = {
	{RLIMIT_MEMLOCK, 'l', 1024, "memlock", "LimitMEMLOCK", true},
	{RLIMIT_AS, 'v', 1024, "as", "LimitAS", false},
	{RLIMIT_DATA, 'd', 1024, "data", "LimitDATA", true},
	{RLIMIT_STACK, 's', 1024, "stack", "LimitSTACK", true},
	{RLIMIT_NPROC, 'u', 1, "nproc", "LimitNPROC", true},
	{RLIMIT_NOFILE, 'n', 1, "nofile", "LimitNOFILE", true},
	{RLIMIT_FSIZE, 'f', 512, "fsize", "LimitFSIZE", true},
};

static const struct limit *limit_of(int resource)
{
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (limits[i].resource == resource)
			return &limits[i];
	return NULL;
}

/* A limit that a step of the chain set needs only another step. */
static bool try_step(struct cause *c, const struct set_limit *set, int resource,
	uint64_t needed)
{
	struct limit_setting setting = {.resource = (uint32_t)resource,
		.has_soft = 1,
		.has_hard = 1,
		.soft = needed,
		.hard = needed};
	char text[80];

	if (!set)
		return false;
	limit_format(&setting, text, sizeof(text));
	cause_try(c, "setrlimit %s in step %d", text, set->step);
	return true;
}

void cause_try_limit(struct cause *c, const struct diagnosis *d, int resource,
	uint64_t needed)
{
	const struct limit *limit = limit_of(resource);
	struct rlimit is = {RLIM_INFINITY, RLIM_INFINITY};
	uint64_t units = needed / limit->unit + (needed % limit->unit != 0);
	bool may_raise;

	if (try_step(c, diagnosis_set_limit(d, resource), resource, needed))
		return;
	read_process_limit(d->subject, resource, &is);
	/* A container's root may lack the right to raise a hard limit. */
	may_raise =
		needed <= is.rlim_max || diagnosis_capable(d, CAP_SYS_RESOURCE);
	cause_try(c, "ulimit -%c %" PRIu64 "%s", limit->option, units,
		may_raise ? ""
			  : "  # with CAP_SYS_RESOURCE: the hard limit is "
			    "lower");
	if (limit->in_docker)
		cause_try(c, "docker run --ulimit %s=%" PRIu64 " ...",
			limit->name, needed);
	cause_try(
		c, "%s=%" PRIu64 ", in a systemd unit", limit->in_unit, needed);
	/* In KiB, but for numbers. */
	cause_try(c, "* - %s %" PRIu64 ", in /etc/security/limits.conf",
		limit->name,
		limit->unit == 1 ? needed : needed / 1024 + !!(needed % 1024));
}

/* "vm.max_map_count" lies in /proc/sys/vm/max_map_count. */
static bool is_read_only(const char *name)
{
	char path[96];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	for (char *at = path; (at = strchr(at, '.'));)
		*at = '/';
	return access(path, W_OK) == -1 && errno == EROFS;
}

void cause_try_sysctl(struct cause *c, const char *name, uint64_t value)
{
	cause_try(c, "sysctl %s=%" PRIu64 "%s", name, value,
		is_read_only(name) ? "  # outside of this container" : "");
	cause_try(
		c, "%s = %" PRIu64 ", in a file of /etc/sysctl.d", name, value);
}

void cause_try_capability(const struct diagnosis *d, struct cause *c,
	int number, const char *name)
{
	bool root_has_it =
		geteuid() != 0 && diagnosis_may_have_capability(d, number);

	if (root_has_it)
		cause_try(c, "run it as root");
	cause_try(c, "docker run --cap-add %s ...", name + strlen("CAP_"));
	cause_try(c, "AmbientCapabilities=%s, in a systemd unit", name);
}

struct typed_path path_as_typed(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789/._-+";
	static const char quoted[] = " !\"#$%&()*,:;<=>?@[\\]^`{|}~";
	size_t length = strlen(path), simple = strspn(path, plain);
	struct typed_path typed = {""};
	char all[sizeof(plain) + sizeof(quoted)];

	snprintf(all, sizeof(all), "%s%s", plain, quoted);
	/* Room for "./" and quotation marks. */
	if (length == 0 || length > sizeof(typed.text) - 5 ||
		strspn(path, all) != length)
		return typed;
	snprintf(typed.text, sizeof(typed.text), "%s%s%s%s",
		simple == length ? "" : "'", *path == '-' ? "./" : "", path,
		simple == length ? "" : "'");
	return typed;
}

struct typed_path file_as_typed(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? path_as_typed(path)
					: (struct typed_path){""};
}

void cause_try_opening(struct cause *c, const char *path, const char *flags)
{
	struct typed_path typed = path_as_typed(path);

	if (*typed.text)
		cause_try(c, "open %s --flags %s", typed.text, flags);
}
