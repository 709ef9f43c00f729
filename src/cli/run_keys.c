#include "cli/commands.h"

#include "cli/message.h"

static void on_notice(void *payload, const struct copydesk_error *what)
{
    const struct cli *cli = payload;
    bool skipped = what->status != COPYDESK_OK;
    if (cli->loudness != LOUD_QUIET && (skipped || cli->loudness == LOUD_VERBOSE))
        message_put(MESSAGE_WARNING, message_look(cli), what);
}

enum copydesk_status run_keys(struct cli *cli, struct copydesk_error *error)
{
    struct copydesk_observer observer = { .payload = cli, .notice = on_notice };
    cli->run.paths = cli->operands;
    cli->run.n_paths = cli->n_operands;
    return copydesk_keys(&cli->run, &observer, error);
}
