#include "write/stats.h"

#include "write/json.h"

/* The plain numbers, as they stand in the file. */
static const struct counter { const char *name; size_t at; } counters[] = {
#define COUNTER(name) { #name, offsetof(struct copydesk_stats, name) }
    COUNTER(articles), COUNTER(unchanged), COUNTER(written), COUNTER(copies), COUNTER(near), COUNTER(flagged),
    COUNTER(walls), COUNTER(empty), COUNTER(skipped), COUNTER(bytes_in), COUNTER(bytes_out), COUNTER(paragraphs),
    COUNTER(flagged_paragraphs), COUNTER(edited), COUNTER(bad_utf8), COUNTER(converted),
    /* the last four are of the whole run, known at its end: not added up */
    COUNTER(remembered), COUNTER(memory), COUNTER(spilled), COUNTER(idle_rules),
#undef COUNTER
};
enum { N_COUNTERS = sizeof counters / sizeof *counters, N_ADDED = N_COUNTERS - 4 };

static uint64_t *counter_of(struct copydesk_stats *s, size_t i)
{
    return (uint64_t *)(void *)((char *)s + counters[i].at);
}

static uint64_t count_of(const struct copydesk_stats *s, size_t i)
{
    return *(const uint64_t *)(const void *)((const char *)s + counters[i].at);
}

static void add_count(struct copydesk_count *sum, const struct copydesk_count *part)
{
    sum->paragraphs += part->paragraphs;
    sum->bytes += part->bytes;
}

void stats_add(struct copydesk_stats *sum, const struct copydesk_stats *part)
{
    for (size_t i = 0; i < N_ADDED; i++)
        *counter_of(sum, i) += count_of(part, i);
    for (int i = 0; i < COPYDESK_N_REASONS; i++)
        add_count(&sum->removed[i], &part->removed[i]);
    for (int i = 0; i < COPYDESK_N_CLASSES; i++)
        add_count(&sum->stripped[i], &part->stripped[i]);
    for (int i = 0; i < COPYDESK_N_REPAIRS; i++)
        sum->repaired[i] += part->repaired[i];
}

/* ---- JSON ---- */

static void put_key(struct buf *out, const char *comma, const char *key)
{
    buf_addstr(out, comma);
    json_string(out, slice_str(key));
    buf_addstr(out, ": ");
}

static void put_number(struct buf *out, const char *key, uint64_t value)
{
    put_key(out, ",\n  ", key);
    json_number(out, value);
}

static void put_count(struct buf *out, const struct copydesk_count *c)
{
    buf_addstr(out, "{\"paragraphs\": ");
    json_number(out, c->paragraphs);
    buf_addstr(out, ", \"bytes\": ");
    json_number(out, c->bytes);
    buf_addch(out, '}');
}

static void put_removed(struct buf *out, const struct copydesk_stats *s)
{
    put_key(out, ",\n  ", "removed");
    for (int i = COPYDESK_NONE + 1; i < COPYDESK_N_REASONS; i++) {
        put_key(out, i == COPYDESK_NONE + 1 ? "{\n    " : ",\n    ",
                copydesk_reason_name((enum copydesk_reason)i));
        put_count(out, &s->removed[i]);
    }
    buf_addstr(out, "\n  }");
}

static void put_stripped(struct buf *out, const struct copydesk_stats *s)
{
    put_key(out, ",\n  ", "stripped");
    for (int i = 0; i < COPYDESK_N_CLASSES; i++) {
        put_key(out, i ? ",\n    " : "{\n    ", copydesk_class_name((enum copydesk_class)i));
        put_count(out, &s->stripped[i]);
    }
    buf_addstr(out, "\n  }");
}

static void put_repaired(struct buf *out, const struct copydesk_stats *s)
{
    put_key(out, ",\n  ", "repaired");
    for (int i = 0; i < COPYDESK_N_REPAIRS; i++) {
        put_key(out, i ? ",\n    " : "{\n    ", copydesk_repair_name((enum copydesk_repair)i));
        json_number(out, s->repaired[i]);
    }
    buf_addstr(out, "\n  }");
}

static void put_rules(struct buf *out, const struct copydesk_rule_hits *rules, size_t n)
{
    put_key(out, ",\n  ", "rules");
    buf_addch(out, '[');
    for (size_t i = 0; i < n; i++) {
        const char *cls = copydesk_class_name((enum copydesk_class)rules[i].cls);
        put_key(out, i ? ",\n    {" : "\n    {", "rule");
        json_string(out, slice_str(rules[i].rule));
        put_key(out, ", ", "class");
        json_string(out, slice_str(cls ? cls : ""));
        put_key(out, ", ", "removed");
        put_count(out, &rules[i].removed);
        buf_addch(out, '}');
    }
    buf_addstr(out, n ? "\n  ]" : "]");
}

void stats_json(struct buf *out, const struct copydesk_stats *s, enum copydesk_status status,
                const struct copydesk_rule_hits *rules, size_t n)
{
    put_key(out, "{\n  ", "version");
    json_string(out, SLICE(COPYDESK_VERSION));
    put_number(out, "status", (uint64_t)status);
    for (size_t i = 0; i < N_COUNTERS; i++)
        put_number(out, counters[i].name, count_of(s, i));
    put_key(out, ",\n  ", "seconds");
    json_seconds(out, s->seconds);
    put_removed(out, s);
    put_stripped(out, s);
    put_repaired(out, s);
    if (rules)
        put_rules(out, rules, n);
    buf_addstr(out, "\n}\n");
}

bool copydesk_stats_json(const struct copydesk_stats *stats, enum copydesk_status status,
                         void (*say)(void *payload, const char *text, size_t len), void *payload)
{
    struct buf out = { 0 };
    stats_json(&out, stats, status, NULL, 0);
    bool good = !out.failed;
    if (good)
        say(payload, out.ptr, out.len);
    buf_release(&out);
    return good;
}
