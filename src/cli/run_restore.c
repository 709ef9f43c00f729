#include "cli/commands.h"

#include "base/error.h"
#include "cli/message.h"

enum copydesk_status run_restore(struct cli *cli, struct copydesk_error *error)
{
    struct copydesk_observer observer = { .payload = cli, .notice = message_notice };
    if (!cli->run.output)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "where to? name a directory for the originals: -o DIR");
    return copydesk_restore(cli->operands[0], cli->operands[1], cli->run.output, &observer, error);
}
