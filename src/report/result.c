/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a call returned: after the call in text, "result" in JSON. */
#include <inttypes.h>
#include <string.h>

#include "render/field.h"
#include "report/internal.h"
#include "words/errnos.h"
#include "words/signals.h"

/* How it ended, for all outcomes. */
struct ended {
	const char *status, *reason;
	struct value value;
	struct value returned; /* a call's value, for text */
	char unit[32];         /* "pages", if the value is a count */
	bool unsupported;
	int64_t duration;
};

/* An error; .returned: the call's return value, "?" if unknown. */
struct failed {
	char returned[24];
	const char *name, *message;
	int number;
};

struct killed {
	const char *name, *code;
	const char *nameless; /* what to print if it has no name */
	uint64_t address;
	bool has_address;
};

#define ENDED(member) MEMBER(struct ended, member)
#define FAILED(member) MEMBER(struct failed, member)
#define KILLED(member) MEMBER(struct killed, member)

static const struct field value_fields[] = {
	{"status", JSON_ONLY, VALUE_TEXT, ENDED(status)},
	{"value", JSON_ONLY, VALUE_NULL, ENDED(value)},
	{TEXT_ONLY, " = ", VALUE_NULL, ENDED(returned)},
	{TEXT_ONLY, " ", VALUE_TEXT, ENDED(unit)},
};

static const struct field ended_fields[] = {
	{"unsupported", JSON_ONLY, VALUE_TRUTH, ENDED(unsupported)},
	{"reason", JSON_ONLY, VALUE_TEXT, ENDED(reason)},
	{"duration_ns", JSON_ONLY, VALUE_DURATION, ENDED(duration),
		.unless = UNLESS_NEGATIVE},
};

static const struct field failed_fields[] = {
	{TEXT_ONLY, " = ", VALUE_TEXT, FAILED(returned)},
	{"name", " ", VALUE_TEXT, FAILED(name)},
	{"number", JSON_ONLY, VALUE_NUMBER, FAILED(number)},
	{"message", " (", VALUE_TEXT, FAILED(message), .after = ")"},
};

/* A failure without an errno has its message in "reason". */
static const struct field refused_fields[] = {
	{TEXT_ONLY, " = ", VALUE_TEXT, FAILED(returned)},
	{TEXT_ONLY, " (", VALUE_TEXT, FAILED(message), .after = ")"},
};

static const struct field killed_fields[] = {
	{"name", " = ", VALUE_TEXT, KILLED(name)},
	{TEXT_ONLY, " = ", VALUE_TEXT, KILLED(nameless)},
	{"code", " (", VALUE_TEXT, KILLED(code), .after = ")"},
	{"address", " ", VALUE_ADDRESS, KILLED(address),
		IF_HAS(struct killed, has_address)},
};

static const char *status_word(const struct record *record)
{
	static const char *const words[] = {
		[OUTCOME_OK] = "ok",
		[OUTCOME_ERROR] = "error",
		[OUTCOME_SIGNAL] = "signal",
		[OUTCOME_SKIPPED] = "skipped",
		[OUTCOME_TIMEOUT] = "timeout",
	};

	return words[record->outcome.kind];
}

static struct value result_value(const struct record *record)
{
	if (record->outcome.kind != OUTCOME_OK ||
		command_kind(record->call.command)->result == RESULT_NOTHING)
		return as_null();
	if (command_kind(record->call.command)->result == RESULT_ADDRESS)
		return as_address((uint64_t)record->returned.value);
	return as_number(record->returned.value);
}

static struct ended ended_of(const struct record *record)
{
	const struct call_kind *kind = command_kind(record->call.command);
	struct ended ended = {.status = status_word(record),
		.reason = *record->reason.text ? record->reason.text : NULL,
		.value = result_value(record),
		.unsupported = record->unsupported,
		.duration = record->has_returned ? record->returned.duration_ns
						 : -1};

	/* An inspection has already printed it. */
	ended.returned = command_is_inspection(record->call.command)
				 ? as_null()
				 : ended.value;
	if (ended.returned.kind != VALUE_NULL && kind->result == RESULT_COUNT)
		snprintf(ended.unit, sizeof(ended.unit), "%s%s",
			kind->unit(&record->call),
			record->returned.value == 1 ? "" : "s");
	return ended;
}

/* Functions of the C library report failures in other ways than by -1. */
static void format_returned(
	const struct record *record, char *text, size_t size)
{
	const struct call_kind *kind = command_kind(record->call.command);
	int number = record->outcome.number;

	if (number && kind->failed == FAILED_NULL)
		snprintf(text, size, "NULL");
	else if (number)
		snprintf(text, size, "%d",
			kind->failed == FAILED_ERROR_NUMBER ? number : -1);
	else if (record->returned.refused)
		snprintf(text, size, "%" PRId64, record->returned.value);
	else
		snprintf(text, size, "?");
}

/* "errno": null if the failure has none; then "reason" has its message. */
static void print_failed(struct render *r, const struct record *record)
{
	int number = record->outcome.number;
	struct failed failed = {.name = errno_name(number),
		.message = number ? strerror(number) : record->reason.text,
		.number = number};

	format_returned(record, failed.returned, sizeof(failed.returned));
	if (!number) {
		render_null(r, "errno");
		render_phrase(r, STYLE_BAD, FIELDS(refused_fields), &failed);
		return;
	}
	render_object(r, "errno");
	render_phrase(r, STYLE_BAD, FIELDS(failed_fields), &failed);
	render_close(r);
}

static void print_killed(struct render *r, const struct record *record)
{
	const struct outcome *outcome = &record->outcome;
	struct killed killed = {.name = signal_name(outcome->number),
		.code = outcome->coded ? signal_code_name(
						 outcome->number, outcome->code)
				       : NULL,
		.address = record->fault_address,
		.has_address = record->has_fault_address};

	if (!killed.name)
		killed.nameless = "a signal";
	render_object(r, "signal");
	render_phrase(r, STYLE_BAD, FIELDS(killed_fields), &killed);
	render_close(r);
}

void print_result(struct render *r, const struct record *record)
{
	struct ended ended = ended_of(record);
	enum outcome_kind kind = record->outcome.kind;

	render_object(r, "result");
	render_phrase(r, STYLE_PLAIN, FIELDS(value_fields), &ended);
	if (kind == OUTCOME_SKIPPED)
		render_printf(
			r, STYLE_CHANGED, "  skipped: %s", record->reason.text);
	if (kind == OUTCOME_TIMEOUT)
		render_printf(
			r, STYLE_BAD, " = ? timeout: %s", record->reason.text);
	if (kind == OUTCOME_ERROR)
		print_failed(r, record);
	else
		render_null(r, "errno");
	if (kind == OUTCOME_SIGNAL)
		print_killed(r, record);
	else
		render_null(r, "signal");
	render_members(r, FIELDS(ended_fields), &ended);
	render_close(r);
}

void print_no_result(struct render *r)
{
	static const struct ended ended = {
		.status = "skipped", .reason = "dry run", .duration = -1};

	render_object(r, "result");
	render_members(r, FIELDS(value_fields), &ended);
	render_null(r, "errno");
	render_null(r, "signal");
	render_members(r, FIELDS(ended_fields), &ended);
	render_close(r);
}
