/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the running kernel was built, where it can be read as plain text: in the
 * configuration that distributions install, or in the names of the kernel's
 * types, which depend on it (/sys/kernel/btf/vmlinux).
 */
#ifndef MEMTOOL_PROC_KERNEL_BUILD_H
#define MEMTOOL_PROC_KERNEL_BUILD_H

#include <stddef.h>

enum built { BUILT_UNKNOWN, BUILT_WITH, BUILT_WITHOUT };

/*
 * Whether the kernel has an option such as "CONFIG_KSM", built in or as a
 * module.  MEMBER: a member of a type that only this option adds; or NULL.
 */
enum built read_build_option(const char *option, const char *member);

/* The same in the text of a configuration, or in a BTF (vmlinux). */
enum built config_has(const char *text, const char *option);
enum built btf_has(const char *btf, size_t length, const char *name);

#endif
