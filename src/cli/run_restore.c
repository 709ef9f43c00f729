#include "cli/commands.h"

#include "base/error.h"
#include "cli/message.h"

static void on_notice(void *payload, const struct copydesk_error *what)
{
    const struct cli *cli = payload;
    if (cli->loudness == LOUD_QUIET
        || (what->status == COPYDESK_OK && cli->loudness != LOUD_VERBOSE))
        return;
    message_put(MESSAGE_WARNING, message_look(cli), what);
}

enum copydesk_status run_restore(struct cli *cli, struct copydesk_error *error)
{
    struct copydesk_observer observer = { .payload = cli, .notice = on_notice };
    if (!cli->run.output)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "where to? name a directory for the originals: -o DIR");
    return copydesk_restore(cli->operands[0], cli->operands[1], cli->run.output, &observer, error);
}
