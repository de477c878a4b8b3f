/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "syscalls": what --syscalls has seen. */
#include <inttypes.h>
#include <string.h>

#include "render/field.h"
#include "report/inside.h"
#include "words/syscalls.h"

/* More of them are only counted in text. */
enum { LISTED = 12, NAME_ROOM = 48 };

/* One without a name has its number, as strace prints it. */
static const char *name_of(
	uint64_t number, bool foreign, char *text, size_t size)
{
	const char *name = foreign ? NULL : syscall_name(number);

	if (name)
		return name;
	snprintf(text, size, "syscall_0x%" PRIx64 "%s", number,
		foreign ? "_foreign" : "");
	return text;
}

/* TEXT: room for a name that is none. */
static struct syscall_made made_of(
	const struct system_call *call, char *text, size_t size)
{
	const char *known = call->foreign ? NULL : syscall_name(call->number);

	return (struct syscall_made){
		.name = name_of(call->number, call->foreign, text, size),
		.form = syscall_form(known),
		.args = call->args,
		.path = call->path};
}

static const char *row_name(
	const struct system_call_count *row, char *text, size_t size)
{
	return row->others ? "others"
			   : name_of(row->number, row->foreign, text, size);
}

struct count_row {
	const char *name;
	uint64_t count, errors;
};

static const struct field count_fields[] = {
	{"name", NULL, VALUE_TEXT, MEMBER(struct count_row, name)},
	{"count", NULL, VALUE_COUNT, MEMBER(struct count_row, count)},
	{"errors", NULL, VALUE_COUNT, MEMBER(struct count_row, errors)},
};

static void tell_count(struct render *r, const struct system_call_count *count)
{
	char name[NAME_ROOM];
	struct count_row row = {row_name(count, name, sizeof(name)),
		count->count, count->errors};

	render_item(r, NULL, FIELDS(count_fields), &row);
}

/* A 32-bit kernel gives its result the sign of a long. */
static uint64_t address_of(const struct system_call *call)
{
	return (uintptr_t)call->result;
}

static struct value result_of(
	const struct system_call *call, const struct syscall_form *form)
{
	if (!call->returned || call->error)
		return as_null();
	return form->returns_address ? as_address(address_of(call))
				     : as_number(call->result);
}

/* A call as it is shown; .error: its name, or a number that has none. */
struct call_row {
	const char *name, *call, *error;
	uint64_t number;
	struct value result;
};

static const struct field call_fields[] = {
	{"name", NULL, VALUE_TEXT, MEMBER(struct call_row, name)},
	{"number", NULL, VALUE_COUNT, MEMBER(struct call_row, number)},
	{"call", NULL, VALUE_FOREIGN, MEMBER(struct call_row, call)},
	{"result", NULL, VALUE_NULL, MEMBER(struct call_row, result)},
	{"errno", NULL, VALUE_TEXT, MEMBER(struct call_row, error)},
};

static void tell_call_args(struct render *r, const struct syscall_made *made)
{
	size_t count = syscall_arguments(made);
	char text[SYSCALL_TEXT_MAX];

	render_array(r, "args");
	for (size_t n = 0; n < count; n++) {
		syscall_format_argument(made, n, text, sizeof(text));
		render_fact(r, NULL, NULL, as_foreign(text));
	}
	render_close(r);
}

static void tell_one(struct render *r, const struct system_call *call)
{
	char name[NAME_ROOM], text[SYSCALL_TEXT_MAX], number[16];
	struct syscall_made made = made_of(call, name, sizeof(name));
	const char *error = syscall_error(call->error);
	struct call_row row = {made.name, text, NULL, call->number,
		result_of(call, made.form)};

	syscall_format(&made, text, sizeof(text));
	snprintf(number, sizeof(number), "%d", call->error);
	if (call->error)
		row.error = error ? error : number;
	render_object(r, NULL);
	render_members(r, FIELDS(call_fields), &row);
	tell_call_args(r, &made);
	render_close(r);
}

/* "brk(NULL) = 0x5565c4f2e000", as strace prints it. */
static void say_one(struct render *r, const struct system_call *call)
{
	char name[NAME_ROOM], text[SYSCALL_TEXT_MAX];
	struct syscall_made made = made_of(call, name, sizeof(name));
	const char *error = syscall_error(call->error);

	syscall_format(&made, text, sizeof(text));
	render_line(r, INDENT + 3);
	render_words(r, "", as_foreign(text));
	if (!call->returned)
		render_keep(r, STYLE_BAD, " = ?");
	else if (call->error >= 512) /* it will be made again */
		render_keep(r, STYLE_PLAIN, " = ? %s", error ? error : "");
	else if (call->error)
		render_keep(r, STYLE_BAD, " = -1 %s (%s)", error ? error : "",
			strerror(call->error));
	else if (made.form->returns_address)
		render_keep(r, STYLE_PLAIN, " = 0x%" PRIx64, address_of(call));
	else
		render_keep(r, STYLE_PLAIN, " = %" PRId64, call->result);
}

static void say_count(
	struct render *r, const struct system_call_count *row, const char *gap)
{
	char name[NAME_ROOM];

	render_keep(r, STYLE_PLAIN, "%s%s %" PRIu64, gap,
		row_name(row, name, sizeof(name)), row->count);
	if (row->errors)
		render_keep(r, STYLE_BAD, " (%" PRIu64 " failed)", row->errors);
}

static void say_calls(struct render *r, const struct system_calls *calls)
{
	render_line(r, INDENT);
	if (!calls->count) {
		render_say(r, STYLE_PLAIN, "no system call");
		return;
	}
	render_say(r, STYLE_LABEL, "system calls");
	render_say(r, STYLE_PLAIN, " %" PRIu64, calls->count);
	if (calls->count <= LISTED && calls->kept == calls->count) {
		for (size_t i = 0; i < calls->kept; i++)
			say_one(r, &calls->list[i]);
		return;
	}
	for (size_t i = 0; i < calls->kinds; i++)
		say_count(r, &calls->counts[i], i ? ", " : "   ");
}

static void tell_refusal(struct render *r, const char *reason)
{
	render_line(r, INDENT);
	render_fact(r, "reason", "system calls not told: ", as_text(reason));
	render_null(r, "count");
	render_null(r, "omitted");
	render_null(r, "by_name");
	render_null(r, "calls");
}

void tell_syscalls(struct render *r, const struct record *record)
{
	const struct system_calls *calls = record->system_calls;

	if (!calls || record->outcome.kind == OUTCOME_SKIPPED) {
		render_null(r, "syscalls");
		return;
	}
	render_object(r, "syscalls");
	if (*calls->reason.text) {
		tell_refusal(r, calls->reason.text);
		render_close(r);
		return;
	}
	if (render_hears_words(r))
		say_calls(r, calls);
	render_null(r, "reason");
	render_fact(r, "count", NULL, as_count(calls->count));
	render_fact(r, "omitted", NULL, as_count(calls->count - calls->kept));
	render_array(r, "by_name");
	for (size_t i = 0; i < calls->kinds; i++)
		tell_count(r, &calls->counts[i]);
	render_close(r);
	render_rows(r, "calls");
	for (size_t i = 0; i < calls->kept; i++)
		tell_one(r, &calls->list[i]);
	render_close(r);
	render_close(r);
}
