/* copydesk -- the program: parse, run, report, exit status. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

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

/* Opens the standard streams that are closed, lest the next file opened get the number
 * of one and the messages with it. They stay unusable: reading stdin or writing to
 * stdout is the error that it was. */
static void hold_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

int main(int argc, char **argv)
{
    struct cli cli = { 0 };
    struct copydesk_error error = { 0 };
    hold_standard();
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
