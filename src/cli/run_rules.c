#include "cli/commands.h"

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/suggest.h"

/* What the callbacks share. */
struct work {
    const struct cli *cli;
    const char *wanted;    /* the pack to show; NULL: none */
    bool found;
    struct suggest near;   /* the pack whose name is nearest to wanted */
    struct buf near_name;  /* a copy for near.best, which outlives its pack */
    struct output out;
};

typedef void each_pack(void *payload, const struct copydesk_pack_info *pack);

static void on_notice(void *payload, const struct copydesk_error *what)
{
    const struct work *w = payload;
    message_put(MESSAGE_ERROR, message_look(w->cli), what);
}

static void list_pack(void *payload, const struct copydesk_pack_info *pack)
{
    struct work *w = payload;
    struct buf name = { 0 };
    message_addtext(&name, pack->file ? pack->file : pack->name);
    buf_addf(&w->out.text, "%-16s %5zu %-5s  %016llx  %s\n", buf_str(&name), pack->n_rules,
             pack->n_rules == 1 ? "rule" : "rules", (unsigned long long)pack->hash,
             pack->file ? "file" : "built-in");
    w->out.text.failed = w->out.text.failed || name.failed;
    buf_release(&name);
}

static void show_pack(void *payload, const struct copydesk_pack_info *pack)
{
    struct work *w = payload;
    suggest_try(&w->near, pack->name);
    if (w->near.best == pack->name) {
        buf_clear(&w->near_name);
        buf_addstr(&w->near_name, pack->name);
        w->near.best = buf_str(&w->near_name);
    }
    if (w->found || (strcmp(pack->name, w->wanted) != 0
                     && !(pack->file && strcmp(pack->file, w->wanted) == 0)))
        return;
    w->found = true;
    buf_add(&w->out.text, pack->text, pack->len);
}

/* When files were named, only they are of interest. */
static void check_pack(void *payload, const struct copydesk_pack_info *pack)
{
    struct work *w = payload;
    if (w->cli->n_operands > 1 && !pack->file)
        return;
    message_addtext(&w->out.text, pack->file ? pack->file : pack->name);
    buf_addf(&w->out.text, ": %zu %s, all examples hold\n", pack->n_rules,
             pack->n_rules == 1 ? "rule" : "rules");
}

static enum copydesk_status unknown_pack(struct work *w, struct copydesk_error *error)
{
    if (w->near.best)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "no pack is called '%s'; did you mean '%s'?", w->wanted, w->near.best);
    return error_set(error, COPYDESK_FAILED, NULL, 0,
                     "no pack is called '%s'; see copydesk rules list", w->wanted);
}

static enum copydesk_status visit(struct work *w, each_pack *each, struct copydesk_error *error)
{
    const struct copydesk_observer observer = { .payload = w, .notice = on_notice };
    enum copydesk_status status = copydesk_packs(&w->cli->run, each, w, &observer, error);
    if (status == COPYDESK_OK && w->wanted && !w->found)
        status = unknown_pack(w, error);
    buf_release(&w->near_name);
    return output_end(&w->out, status, error);
}

static void say_line(void *payload, const char *text, size_t len)
{
    struct work *w = payload;
    struct buf line = { 0 };
    buf_add(&line, text, len);
    message_addtext(&w->out.text, buf_str(&line));
    buf_addch(&w->out.text, '\n');
    w->out.text.failed = w->out.text.failed || line.failed;
    buf_release(&line);
}

/* A line is tested as clean tests it: repaired. */
static enum copydesk_status test_line(struct work *w, struct copydesk_normalizer *n, const char *line,
                                      struct copydesk_error *error)
{
    const char *repaired;
    size_t len;
    const struct copydesk_options *o = &w->cli->run;
    if (copydesk_normalize(n, line, strlen(line), o->form, o->repairs, &repaired, &len, NULL) != COPYDESK_OK)
        return error_memory(error);
    return copydesk_test_line(o, repaired, len, say_line, w, error);
}

/* Each word after `test` is a line; several are told apart by a heading. */
static enum copydesk_status test_lines(struct work *w, struct copydesk_error *error)
{
    const struct cli *cli = w->cli;
    struct copydesk_normalizer *n = copydesk_normalizer_new();
    enum copydesk_status status = n ? COPYDESK_OK : error_memory(error);
    for (size_t i = 1; i < cli->n_operands && status == COPYDESK_OK; i++) {
        const char *line = cli->operands[i];
        if (cli->n_operands > 2) {
            message_addtext(&w->out.text, line);
            buf_addstr(&w->out.text, ":\n");
        }
        status = test_line(w, n, line, error);
    }
    copydesk_normalizer_free(n);
    return output_end(&w->out, status, error);
}

enum copydesk_status run_rules(struct cli *cli, struct copydesk_error *error)
{
    const char *action = cli->n_operands > 0 ? cli->operands[0] : "list";
    struct work w = { .cli = cli };
    if (strcmp(action, "list") == 0 && cli->n_operands <= 1)
        return visit(&w, list_pack, error);
    if (strcmp(action, "show") == 0 && cli->n_operands == 2) {
        w.wanted = cli->operands[1];
        w.near = suggest_for(slice_str(w.wanted));
        return visit(&w, show_pack, error);
    }
    if (strcmp(action, "test") == 0 && cli->n_operands >= 2)
        return test_lines(&w, error);
    if (strcmp(action, "check") == 0) {
        for (size_t i = 1; i < cli->n_operands; i++)
            cli->rules[cli->run.n_rules++] = cli->operands[i];
        return visit(&w, check_pack, error);
    }
    return command_misused(cli->command, action, error);
}
