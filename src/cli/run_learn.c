#include "cli/commands.h"

#include "cli/message.h"
#include "cli/number.h"

static void add_line(struct buf *out, uint64_t n, const char *what)
{
    if (n == 0)
        return;
    number_addwide(out, n, 12);
    buf_addf(out, "  %s\n", what);
}

/* Also when there is none: then it is said what would propose more. */
static void put_proposed(struct buf *out, uint64_t n)
{
    number_addwide(out, n, 12);
    buf_addstr(out, n ? "  proposed\n" : "  proposed; fewer articles do with --min-articles and --min-share\n");
}

/* What was read, proposed and left out. */
static void put_summary(const struct cli *cli, const struct copydesk_learned *sum)
{
    struct buf text = { 0 };
    buf_addstr(&text, "read\n");
    add_line(&text, sum->articles, "articles");
    add_line(&text, sum->copies, "of them exact copies, not counted");
    add_line(&text, sum->near_copies, "near-copies, not counted");
    add_line(&text, sum->sources, "sources");
    add_line(&text, sum->small_sources, "of them too small to learn from");
    buf_addstr(&text, "lines that recur\n");
    put_proposed(&text, sum->proposed);
    for (int i = COPYDESK_LEFT_NONE + 1; i < COPYDESK_N_LEFT; i++) {
        struct buf what = { 0 };
        buf_addf(&what, "left out: %s", copydesk_left_name((enum copydesk_left)i));
        add_line(&text, sum->left[i], buf_str(&what));
        buf_release(&what);
    }
    message_lines(message_look(cli), &text);
    buf_release(&text);
}

enum copydesk_status run_learn(struct cli *cli, struct copydesk_error *error)
{
    struct copydesk_observer observer = { .payload = cli, .notice = message_notice };
    struct copydesk_learned sum = { 0 };
    enum copydesk_status status = copydesk_learn(&cli->run, &observer, &sum, error);
    if (cli->loudness != LOUD_QUIET && status < COPYDESK_FAILED)
        put_summary(cli, &sum);
    return status;
}
