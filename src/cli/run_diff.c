#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/message.h"
#include "cli/output.h"

enum { PART = 64 * 1024 };

/* Reads all of a file, or of standard input for "-". */
static enum copydesk_status read_file(const char *path, struct buf *out, struct copydesk_error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : 1;
    while (n > 0 && buf_reserve(out, PART)) {
        n = file_read(fd, out->ptr + out->len, out->cap - out->len);
        out->len += n > 0 ? (size_t)n : 0;
    }
    int code = n < 0 ? errno : 0;
    if (fd >= 0 && !is_stdin)
        close(fd);
    if (out->failed)
        return error_memory(error);
    return code ? error_system(error, COPYDESK_FAILED, is_stdin ? "<stdin>" : path, code) : COPYDESK_OK;
}

static enum copydesk_status diff(const struct cli *cli, const struct buf texts[2], struct copydesk_error *error)
{
    struct output out = { 0 };
    struct copydesk_article versions[2];
    for (int i = 0; i < 2; i++) {
        struct slice text = buf_slice(&texts[i]);
        versions[i] = (struct copydesk_article){ .id = cli->operands[i], .bytes = text.ptr, .len = text.len };
    }
    enum copydesk_diff_as as = cli->json ? COPYDESK_DIFF_JSON
        : message_colored(cli->color, STDOUT_FILENO) ? COPYDESK_DIFF_COLOR : COPYDESK_DIFF_TEXT;
    enum copydesk_status status = copydesk_diff(&cli->run, &versions[0], &versions[1], as, output_line, &out, NULL, error);
    return output_end(&out, status, error);
}

enum copydesk_status run_diff(struct cli *cli, struct copydesk_error *error)
{
    struct buf texts[2] = { 0 };
    enum copydesk_status status = COPYDESK_OK;
    if (strcmp(cli->operands[0], "-") == 0 && strcmp(cli->operands[1], "-") == 0)
        status = error_set(error, COPYDESK_FAILED, NULL, 0, "standard input can be one of the two only; name a file");
    for (int i = 0; i < 2 && status == COPYDESK_OK; i++)
        status = read_file(cli->operands[i], &texts[i], error);
    if (status == COPYDESK_OK)
        status = diff(cli, texts, error);
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    return status;
}
