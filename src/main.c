/* copydesk -- the program: parse, run, report, exit status. */
#include <signal.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/message.h"

/* No command at all: the short help, as an error. */
static enum copydesk_status run_nothing(void)
{
    struct buf text = { 0 };
    help_short(&text, NULL);
    message_raw(&text);
    buf_release(&text);
    return COPYDESK_FAILED;
}

static enum copydesk_status run(struct cli *cli, struct copydesk_error *error)
{
    if (cli->show != SHOW_NONE)
        return run_help(cli, error);
    return cli->command ? cli->command->run(cli, error) : run_nothing();
}

int main(int argc, char **argv)
{
    struct cli cli = { 0 };
    struct copydesk_error error = { 0 };
    signal(SIGPIPE, SIG_IGN);   /* a closed pipe is a failed write, not a death */
    signal(SIGXFSZ, SIG_IGN);   /* and so is a file that has grown to its limit */
    enum copydesk_status status = cli_parse(&cli, argc - (argc > 0), argv + (argc > 0), &error);
    if (status == COPYDESK_OK)
        status = run(&cli, &error);
    if (status != COPYDESK_OK && error.reason[0])
        message_put(MESSAGE_ERROR, message_look(&cli), &error);
    cli_release(&cli);
    return (int)status;
}
