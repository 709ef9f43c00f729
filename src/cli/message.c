#include "cli/message.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/log.h"

void message_addtext(struct buf *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p < 0x20 || *p == 0x7F) {
            buf_addch(out, '?');
        } else if (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0) {
            buf_addch(out, '?');   /* C1 in UTF-8: terminals obey those too */
            p++;
        } else {
            buf_addch(out, (char)*p);
        }
    }
}

void message_addlist(struct buf *out, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        buf_addf(out, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
}

void message_add(struct buf *out, enum message_kind kind, enum message_look look,
                 const struct copydesk_error *what)
{
    if (look == LOOK_JSON) {
        log_add(out, kind, what);
        return;
    }
    if (look == LOOK_COLOR)
        buf_addf(out, "\033[1;%dmcopydesk:\033[0m ", kind == MESSAGE_ERROR ? 31 : 33);
    else
        buf_addstr(out, "copydesk: ");
    if (what->path[0]) {
        message_addtext(out, what->path);
        if (what->line)
            buf_addf(out, ":%llu", (unsigned long long)what->line);
        buf_addstr(out, ": ");
    }
    message_addtext(out, what->reason);
    buf_addch(out, '\n');
}

void message_put(enum message_kind kind, enum message_look look, const struct copydesk_error *what)
{
    struct buf out = { 0 };
    message_add(&out, kind, look, what);
    if (out.failed)   /* that it was short is what matters then */
        file_write(STDERR_FILENO, look == LOOK_JSON ? SLICE("{\"level\":\"error\",\"message\":\"out of memory\"}\n")
                                                    : SLICE("copydesk: out of memory\n"));
    else
        message_raw(&out);
    buf_release(&out);
}

void message_notice(void *payload, const struct copydesk_error *what)
{
    const struct cli *cli = payload;
    bool skipped = what->status != COPYDESK_OK;
    if (skipped || cli->loudness == LOUD_VERBOSE)
        message_put(skipped ? MESSAGE_WARNING : MESSAGE_INFO, message_look(cli), what);
}

void message_raw(struct buf *text)
{
    file_write(STDERR_FILENO, buf_slice(text));
    buf_clear(text);
}

void message_lines(enum message_look look, struct buf *text)
{
    struct buf json = { 0 };
    if (look == LOOK_JSON) {
        log_addlines(&json, buf_slice(text));
        buf_clear(text);
    }
    message_raw(look == LOOK_JSON ? &json : text);
    buf_release(&json);
}

bool message_colored(enum when when, int fd)
{
    if (when != WHEN_AUTO)
        return when == WHEN_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(fd) && (!no_color || !*no_color)
        && term && strcmp(term, "dumb") != 0;
}

enum message_look message_look(const struct cli *cli)
{
    if (cli->log == LOG_JSON)
        return LOOK_JSON;
    return message_colored(cli->color, STDERR_FILENO) ? LOOK_COLOR : LOOK_PLAIN;
}
