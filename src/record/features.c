/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/features.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "acts/attempts.h"
#include "acts/harmless_calls.h"
#include "record/kernel_call.h"
#include "words/advice.h"
#include "words/array.h"

/* init/Kconfig and mm/Kconfig of Linux. */
static const struct {
	const char *call, *option;
} call_options[] = {
	{"madvise", "CONFIG_ADVISE_SYSCALLS"},
	{"memfd_create", "CONFIG_MEMFD_CREATE"},
	{"mseal", "CONFIG_64BIT"},
	{"process_vm_readv", "CONFIG_CROSS_MEMORY_ATTACH"},
	{"process_vm_writev", "CONFIG_CROSS_MEMORY_ATTACH"},
	{"seccomp", "CONFIG_SECCOMP_FILTER"},
	{"userfaultfd", "CONFIG_USERFAULTFD"},
};

/* Files that only a kernel with the option has. */
static const struct {
	const char *option, *sign;
} signs[] = {
	{"CONFIG_TRANSPARENT_HUGEPAGE", "/sys/kernel/mm/transparent_hugepage"},
	{"CONFIG_KSM", "/sys/kernel/mm/ksm"},
	{"CONFIG_MEMORY_FAILURE", "/proc/sys/vm/memory_failure_recovery"},
	{"CONFIG_HUGETLBFS", "/proc/sys/vm/nr_hugepages"},
	{"CONFIG_MEMFD_CREATE", "/proc/sys/vm/memfd_noexec"},
	{"CONFIG_SECCOMP_FILTER", "/proc/sys/kernel/seccomp"},
	{"CONFIG_USERFAULTFD", "/proc/sys/vm/unprivileged_userfaultfd"},
};

/* Calls that are there with the option only. */
static const struct {
	const char *option, *call;
} siblings[] = {
	{"CONFIG_ADVISE_SYSCALLS", "fadvise64"},
	{"CONFIG_CROSS_MEMORY_ATTACH", "process_vm_readv"},
	{"CONFIG_CROSS_MEMORY_ATTACH", "process_vm_writev"},
};

static const char *sign_by_call(const char *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(siblings); i++) {
		const struct harmless_call *one =
			harmless_call(siblings[i].call);

		if (one && strcmp(siblings[i].option, option) == 0 &&
			attempt_errno(one->number, one->args) == one->answer)
			return siblings[i].call;
	}
	return NULL;
}

static const char *option_of_call(const struct record *record)
{
	const char *name = record_first_kernel_call(record);

	for (size_t i = 0; name && i < ARRAY_SIZE(call_options); i++)
		if (strcmp(call_options[i].call, name) == 0)
			return call_options[i].option;
	return NULL;
}

struct feature feature_of(const struct record *record, const struct name *value)
{
	struct feature feature = {NULL, NULL};

	if (!value)
		return (struct feature){
			call_since(&record->call), option_of_call(record)};
	feature.since = *value->since ? value->since : NULL;
	feature.option = *value->option ? value->option : NULL;
	if (!feature.option && value->advice)
		feature.option = value->advice->option;
	return feature;
}

bool feature_too_new(const struct feature *feature)
{
	struct utsname kernel;

	return feature->since && uname(&kernel) == 0 &&
	       version_older(kernel.release, feature->since);
}

bool feature_shown(const struct feature *feature, const char **sign)
{
	*sign = NULL;
	if (feature_too_new(feature))
		return false;
	if (!feature->option)
		return true;
	*sign = sign_by_call(feature->option);
	if (strcmp(feature->option, "CONFIG_64BIT") == 0 && sizeof(long) == 8)
		*sign = "its 64-bit programs";
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (strcmp(signs[i].option, feature->option) == 0 &&
			access(signs[i].sign, F_OK) == 0)
			*sign = signs[i].sign;
	return *sign != NULL;
}
