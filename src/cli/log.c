#include "cli/log.h"

#include <time.h>

#include "base/json.h"
#include "cli/summary.h"

/* ---- pieces ---- */

/* A JSON string of bytes that may be anything: a message may be cut inside a
 * character, or name a file that is not UTF-8. Each bad byte is one U+FFFD. */
static void add_string(struct buf *out, struct slice s)
{
    struct buf good = { 0 };
    for (;;) {
        size_t n = copydesk_utf8_length(s.ptr, s.len);
        buf_add(&good, s.ptr, n);
        if (n == s.len)
            break;
        buf_addstr(&good, "\xEF\xBF\xBD");
        s = slice_from(s, n + 1);
    }
    json_string(out, buf_slice(&good));
    buf_release(&good);
}

static void add_time(struct buf *out)
{
    struct timespec now;
    struct tm tm;
    char text[32];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    buf_addf(out, "{\"time\":\"%s.%03ldZ\"", text, now.tv_nsec / 1000000);
}

static void add_path(struct buf *out, struct slice path)
{
    bool text = copydesk_utf8_length(path.ptr, path.len) == path.len;
    buf_addstr(out, text ? ",\"path\":" : ",\"path64\":");
    if (text)
        json_string(out, path);
    else
        json_base64(out, path);
}

/* The fields that every message has; leaves the object open for more. */
static void begin(struct buf *out, const char *level, const char *path, uint64_t line, struct slice message)
{
    add_time(out);
    buf_addf(out, ",\"level\":\"%s\"", level);
    if (*path)
        add_path(out, slice_str(path));
    if (line)
        buf_addf(out, ",\"line\":%llu", (unsigned long long)line);
    buf_addstr(out, ",\"message\":");
    add_string(out, message);
}

static void add_field(struct buf *out, const char *name, struct slice value)
{
    buf_addf(out, ",\"%s\":", name);
    add_string(out, value);
}

static void end(struct buf *out)
{
    buf_addstr(out, "}\n");
}

/* ---- messages ---- */

void log_add(struct buf *out, enum message_kind kind, const struct copydesk_error *what)
{
    static const char *const levels[] = {
        [MESSAGE_ERROR] = "error", [MESSAGE_WARNING] = "warning", [MESSAGE_INFO] = "info"
    };
    begin(out, levels[kind], what->path, what->line, slice_str(what->reason));
    end(out);
}

void log_addlines(struct buf *out, struct slice text)
{
    while (text.len) {
        struct slice line = slice_line(&text);
        while (slice_starts(line, SLICE(" ")))
            line = slice_from(line, 1);
        if (line.len) {
            begin(out, "info", "", 0, line);
            end(out);
        }
    }
}

/* Appends JSON without its line feeds and indents. Inside a JSON string there are no line
 * feeds, so strings stay as they are. */
static void add_flat(void *payload, const char *json, size_t len)
{
    struct buf *out = payload;
    for (size_t i = 0; i < len; i++) {
        if (json[i] != '\n')
            buf_addch(out, json[i]);
        else
            while (i + 1 < len && json[i + 1] == ' ')
                i++;
    }
}

void log_addsummary(struct buf *out, const struct copydesk_stats *stats, enum copydesk_status status)
{
    struct buf line = { 0 };
    summary_addline(&line, stats);
    begin(out, "info", "", 0, buf_slice(&line));
    buf_release(&line);
    buf_addstr(out, ",\"stats\":");
    if (!copydesk_stats_json(stats, status, add_flat, out))
        buf_addstr(out, "null");
    end(out);
}

void log_addrule(struct buf *out, const struct copydesk_rule_hits *hits)
{
    begin(out, "info", "", 0, SLICE("a rule that hit"));
    add_field(out, "rule", slice_str(hits->rule));
    if (hits->cls >= 0)
        add_field(out, "class", slice_str(copydesk_class_name((enum copydesk_class)hits->cls)));
    buf_addf(out, ",\"paragraphs\":%llu,\"bytes\":%llu", (unsigned long long)hits->removed.paragraphs,
             (unsigned long long)hits->removed.bytes);
    end(out);
}

void log_addrisky(struct buf *out, const struct copydesk_removal *r)
{
    begin(out, "info", r->article, r->line, SLICE("a removal by a rule that looks like prose"));
    add_field(out, "rule", slice_str(r->rule));
    add_field(out, "text", slice_of(r->text, r->len));
    buf_addf(out, ",\"times\":%u", r->times);
    end(out);
}
