/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "syscalls": what --syscalls saw. */
#include <inttypes.h>
#include <string.h>

#include "render/field.h"
#include "report/internal.h"
#include "words/syscalls.h"

/* Beyond this, text only counts them. */
enum { LISTED = 12, NAME_ROOM = 48 };

/* A call without a name is printed by number, as in strace. */
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

/* TEXT: room for such a number. */
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
	const char *gap; /* before it, in text */
	const char *name;
	uint64_t count, errors;
};

#define COUNT(member) MEMBER(struct count_row, member)

static const struct field count_fields[] = {
	{TEXT_ONLY, "", VALUE_TEXT, COUNT(gap)},
	{"name", "", VALUE_TEXT, COUNT(name)},
	{"count", " ", VALUE_COUNT, COUNT(count)},
};

static const struct field error_fields[] = {
	{"errors", JSON_ONLY, VALUE_COUNT, COUNT(errors)},
	{TEXT_ONLY, " (", VALUE_COUNT, COUNT(errors), .unless = UNLESS_ZERO,
		.after = " failed)"},
};

/* GAP: text before it; NULL: not in text. */
static void print_count(struct render *r, const struct system_call_count *count,
	const char *gap)
{
	char name[NAME_ROOM];
	struct count_row row = {gap, row_name(count, name, sizeof(name)),
		count->count, count->errors};

	render_object(r, NULL);
	if (gap) {
		render_phrase(r, STYLE_PLAIN, FIELDS(count_fields), &row);
		render_phrase(r, STYLE_BAD, FIELDS(error_fields), &row);
	} else {
		render_members(r, FIELDS(count_fields), &row);
		render_members(r, FIELDS(error_fields), &row);
	}
	render_close(r);
}

/* A 32-bit kernel sign-extends its result. */
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

/* Errors from here on are internal to the kernel: it restarts the call. */
enum { ERROR_RESTART = 512 };

/* A call as printed; .error: its name, or its number if it has none. */
struct system_call_row {
	const char *name, *call, *error;
	uint64_t number;
	struct value result;
	/* In text: instead of a result; the error's message. */
	const char *failed, *message;
	char name_room[NAME_ROOM], error_room[16];
};

#define CALL(member) MEMBER(struct system_call_row, member)

static const struct field call_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, CALL(name)},
	{"number", JSON_ONLY, VALUE_COUNT, CALL(number)},
	{"call", "", VALUE_FOREIGN, CALL(call)},
};

/* "brk(NULL)" and " = 0x5565c4f2e000", as strace prints it. */
static const struct field result_fields[] = {
	{"result", " = ", VALUE_NULL, CALL(result)},
	{TEXT_ONLY, " = ", VALUE_TEXT, CALL(failed)},
	{"errno", " ", VALUE_TEXT, CALL(error)},
	{TEXT_ONLY, " (", VALUE_TEXT, CALL(message), .after = ")"},
};

static void print_call_args(struct render *r, const struct syscall_made *made)
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

static void fill_error(struct system_call_row *row, int error)
{
	const char *name = syscall_error(error);

	snprintf(row->error_room, sizeof(row->error_room), "%d", error);
	row->error = name ? name : row->error_room;
	row->failed = error < ERROR_RESTART ? "-1" : "?";
	row->message = error < ERROR_RESTART ? strerror(error) : NULL;
}

static void print_one(
	struct render *r, const struct system_call *call, bool worded)
{
	char text[SYSCALL_TEXT_MAX];
	struct system_call_row row = {.call = text, .number = call->number};
	struct syscall_made made =
		made_of(call, row.name_room, sizeof(row.name_room));
	bool bad =
		!call->returned || (call->error && call->error < ERROR_RESTART);

	row.name = made.name;
	row.result = result_of(call, made.form);
	syscall_format(&made, text, sizeof(text));
	if (!call->returned)
		row.failed = "?";
	else if (call->error)
		fill_error(&row, call->error);
	render_object(r, NULL);
	if (worded) {
		render_line(r, INDENT + 3);
		render_fields(r, FIELDS(call_fields), &row);
		render_phrase(r, bad ? STYLE_BAD : STYLE_PLAIN,
			FIELDS(result_fields), &row);
	} else {
		render_members(r, FIELDS(call_fields), &row);
		render_members(r, FIELDS(result_fields), &row);
	}
	print_call_args(r, &made);
	render_close(r);
}

/* Text has a line per call if there are few, else a count per name. */
static void print_calls(struct render *r, const struct system_calls *calls)
{
	bool listed = calls->count <= LISTED && calls->kept == calls->count;

	render_line(r, INDENT);
	if (calls->count)
		render_printf(r, STYLE_LABEL, "system calls");
	else
		render_printf(r, STYLE_PLAIN, "no system call");
	render_fact(
		r, "count", calls->count ? " " : NULL, as_count(calls->count));
	render_fact(r, "omitted", NULL, as_count(calls->count - calls->kept));
	render_array(r, "by_name");
	for (size_t i = 0; i < calls->kinds; i++)
		print_count(r, &calls->counts[i],
			listed  ? NULL
			: i > 0 ? ", "
				: "   ");
	render_close(r);
	render_rows(r, "calls");
	for (size_t i = 0; i < calls->kept; i++)
		print_one(r, &calls->list[i], listed);
	render_close(r);
}

static void print_refusal(struct render *r, const char *reason)
{
	render_line(r, INDENT);
	render_fact(r, "reason", "system calls not shown: ", as_text(reason));
	render_null(r, "count");
	render_null(r, "omitted");
	render_null(r, "by_name");
	render_null(r, "calls");
}

void print_syscalls(struct render *r, const struct record *record)
{
	const struct system_calls *calls = record->system_calls;

	if (!calls || record->outcome.kind == OUTCOME_SKIPPED) {
		render_null(r, "syscalls");
		return;
	}
	render_object(r, "syscalls");
	if (*calls->reason.text) {
		print_refusal(r, calls->reason.text);
		render_close(r);
		return;
	}
	render_null(r, "reason");
	print_calls(r, calls);
	render_close(r);
}
