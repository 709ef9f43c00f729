#include "cli/commands.h"

#include <sys/stat.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"

static enum copydesk_status info(const char *state, struct copydesk_error *error)
{
    struct output out = { 0 };
    enum copydesk_status status = copydesk_state_info(state, output_line, &out, error);
    return output_end(&out, status, error);
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

/* Forgets the PATHs; one that the state does not know is told, and the others are forgotten all the same. */
static enum copydesk_status forget_paths(struct cli *cli, uint64_t *sum, struct copydesk_error *error)
{
    uint64_t articles;
    enum copydesk_status all = COPYDESK_OK;
    for (size_t i = 2; i < cli->n_operands; i++) {
        enum copydesk_status status = forget_path(cli->operands[1], cli->operands[i], &articles, error);
        if (status > COPYDESK_SKIPPED)
            return status;
        *sum += articles;
        if (status == COPYDESK_OK)
            continue;
        message_put(MESSAGE_WARNING, message_look(cli), error);
        error->reason[0] = '\0';
        all = status;
    }
    return all;
}

static enum copydesk_status forget(struct cli *cli, struct copydesk_error *error)
{
    const char *state = cli->operands[1];
    uint64_t sum = 0;
    enum copydesk_status status = COPYDESK_OK;
    bool by_date = cli->before != INT64_MIN;
    if (by_date == (cli->n_operands > 2))
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "state forget: give either PATHs or --before DATE");
    if (by_date)
        status = copydesk_state_forget(state, NULL, cli->before, &sum, error);
    else
        status = forget_paths(cli, &sum, error);
    if (status > COPYDESK_SKIPPED)
        return status;
    enum copydesk_status told = tell_forgotten(sum, error);
    return told == COPYDESK_OK ? status : told;
}

static enum copydesk_status merge(const char *state, const char *other, struct copydesk_error *error)
{
    struct stat a, b;
    if (stat(state, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return error_set(error, COPYDESK_FAILED, other, 0, "is that state itself; name the one to take over from");
    return copydesk_state_merge(state, other, error);
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
        return merge(state, cli->operands[2], error);
    return command_misused(cli->command, action, error);
}
