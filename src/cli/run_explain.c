#include "cli/commands.h"

#include "base/error.h"
#include "cli/output.h"

/* What follows the last colon of "ARTICLE:LINE", when it is digits; else an empty slice:
 * an article's name may hold colons itself. */
static struct slice line_digits(struct slice typed)
{
    size_t at = typed.len;
    while (at > 0 && typed.ptr[at - 1] >= '0' && typed.ptr[at - 1] <= '9')
        at--;
    if (at < 2 || typed.ptr[at - 1] != ':')
        return slice_from(typed, typed.len);
    return slice_from(typed, at);
}

/* False when the digits are no line: none, 0, or beyond any file. */
static bool parse_line(struct slice digits, uint64_t *line)
{
    uint64_t n = 0;
    if (digits.len > 18)
        return false;
    for (size_t i = 0; i < digits.len; i++)
        n = n * 10 + (uint64_t)(digits.ptr[i] - '0');
    *line = n;
    return n > 0;
}

static enum copydesk_status explain(const char *journal, struct slice article, uint64_t line,
                                    struct output *out, struct copydesk_error *error)
{
    struct buf name = { 0 };
    buf_addslice(&name, article);
    const char *id = buf_str(&name);
    enum copydesk_status status =
        name.failed ? error_memory(error) : copydesk_explain(journal, id, line, output_line, out, error);
    buf_release(&name);
    return status;
}

enum copydesk_status run_explain(struct cli *cli, struct copydesk_error *error)
{
    const char *journal = cli->operands[0];
    struct slice typed = slice_str(cli->operands[1]), digits = line_digits(typed);
    struct output out = { 0 };
    uint64_t line = 0;
    bool is_line = parse_line(digits, &line);   /* else only a name can be meant */
    struct slice article = is_line ? slice_of(typed.ptr, typed.len - digits.len - 1) : typed;
    enum copydesk_status status = explain(journal, article, line, &out, error);
    if (status == COPYDESK_SKIPPED && is_line)   /* colon and digits may belong to the name */
        status = explain(journal, typed, 0, &out, &(struct copydesk_error){ 0 }) == COPYDESK_OK ? COPYDESK_OK : status;
    else if (status == COPYDESK_SKIPPED && digits.len > 0)
        status = error_set(error, COPYDESK_FAILED, NULL, 0, "'%s' is no line; lines count from 1", digits.ptr);
    return output_end(&out, status, error);
}
