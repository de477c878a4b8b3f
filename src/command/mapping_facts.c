/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/mapping_facts.h"

#include "render/field.h"

#define MAPPING(member) MEMBER(struct mapping_facts, member)

static const struct field mapping_fields[] = {
	{"perms", JSON_ONLY, VALUE_TEXT, MAPPING(perms)},
	{"offset", JSON_ONLY, VALUE_BYTES, MAPPING(offset)},
	{"device", JSON_ONLY, VALUE_TEXT, MAPPING(device)},
	{"inode", JSON_ONLY, VALUE_COUNT, MAPPING(inode)},
	{"path", JSON_ONLY, VALUE_FOREIGN, MAPPING(path)},
};

static void print_flags(struct render *r, struct vmflags flags)
{
	char letters[3];

	if (!flags.at) {
		render_null(r, "vm_flags");
		return;
	}
	render_array(r, "vm_flags");
	while (vmflags_next(&flags, letters))
		render_fact(r, NULL, NULL, as_text(letters));
	render_close(r);
}

void print_mapping(struct render *r, const struct mapping_facts *facts)
{
	render_members(r, FIELDS(mapping_fields), facts);
	print_flags(r, facts->flags);
}
