#include "cli/commands.h"

#include "base/error.h"
#include "cli/output.h"

static enum copydesk_status info(const char *state, struct copydesk_error *error)
{
    struct output out = { 0 };
    enum copydesk_status status = copydesk_state_info(state, output_line, &out, error);
    if (status == COPYDESK_OK)
        return output_finish(&out, error);
    buf_release(&out.text);
    return status;
}

static enum copydesk_status tell_forgotten(uint64_t articles, struct copydesk_error *error)
{
    struct output out = { 0 };
    buf_addf(&out.text, "%llu article%s forgotten\n", (unsigned long long)articles, articles == 1 ? "" : "s");
    return output_finish(&out, error);
}

/* Forgets one PATH. A slash at its end, as shells complete a folder, is dropped. */
static enum copydesk_status forget_path(const char *state, const char *path, uint64_t *articles,
                                        struct copydesk_error *error)
{
    struct buf plain = { 0 };
    buf_addstr(&plain, path);
    while (plain.len > 1 && plain.ptr[plain.len - 1] == '/')
        plain.len--;
    const char *name = buf_str(&plain);
    enum copydesk_status status = plain.failed ? error_memory(error)
                                               : copydesk_state_forget(state, name, 0, articles, error);
    buf_release(&plain);
    if (status == COPYDESK_OK && *articles == 0)
        return error_set(error, COPYDESK_SKIPPED, path, 0, "the state knows no such article; names are "
                         "paths below the input directory");
    return status;
}

static enum copydesk_status forget(struct cli *cli, struct copydesk_error *error)
{
    const char *state = cli->operands[1];
    uint64_t articles = 0, sum = 0;
    enum copydesk_status status = COPYDESK_OK;
    bool by_date = cli->before != INT64_MIN;
    if (by_date == (cli->n_operands > 2))
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "state forget: give either PATHs or --before DATE");
    if (by_date)
        status = copydesk_state_forget(state, NULL, cli->before, &sum, error);
    for (size_t i = 2; i < cli->n_operands && status == COPYDESK_OK; i++) {
        status = forget_path(state, cli->operands[i], &articles, error);
        sum += articles;
    }
    if (status > COPYDESK_SKIPPED)
        return status;
    enum copydesk_status told = tell_forgotten(sum, status == COPYDESK_OK ? error : NULL);
    return told == COPYDESK_OK ? status : told;
}

enum copydesk_status run_state(struct cli *cli, struct copydesk_error *error)
{
    const char *action = cli->operands[0], *state = cli->operands[1];
    if (strcmp(action, "forget") == 0)
        return forget(cli, error);
    if (cli->before != INT64_MIN)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "state %s: --before goes with forget", action);
    if (strcmp(action, "info") == 0 && cli->n_operands == 2)
        return info(state, error);
    if (strcmp(action, "compact") == 0 && cli->n_operands == 2)
        return copydesk_state_compact(state, error);
    if (strcmp(action, "merge") == 0 && cli->n_operands == 3)
        return copydesk_state_merge(state, cli->operands[2], error);
    return command_misused(cli->command, action, error);
}
