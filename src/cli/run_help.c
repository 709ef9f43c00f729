#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"

enum copydesk_status run_help(struct cli *cli, struct copydesk_error *error)
{
    const struct command *topic = cli->command;
    if (cli->show == SHOW_NONE)
        topic = cli->n_operands > 0 ? command_named(cli->operands[0]) : NULL;
    if (cli->show == SHOW_NONE && cli->n_operands > 0 && !topic)
        return command_unknown(cli->operands[0], error);
    struct output out = { 0 };
    if (cli->show == SHOW_VERSION)
        help_version(&out.text);
    else if (cli->show == SHOW_SHORT_HELP)
        help_short(&out.text, topic);
    else if (cli->man)
        man_page(&out.text);
    else if (cli->shell != SHELL_NONE)
        completions(&out.text, cli->shell);
    else
        help_long(&out.text, topic);
    return output_finish(&out, error);
}
