/* Outputs that are in the way: of articles that are no more, where a file of this run is to
 * have the same name, or a folder. They are noted while the survey looks at the files, told to the
 * ledger with the deaths of their articles, and removed before anything is written. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/path.h"
#include "pipeline/recall/recall_parts.h"

void recall_put_aside(struct recall *r, struct slice name)
{
    buf_addslice(&r->in_way, name);
    buf_addch(&r->in_way, '\0');
    recall_mind(r, r->in_way.failed ? ENOMEM : 0);
}

struct holders { struct recall *recall; size_t n; };

static void kill_holder(void *payload, uint32_t number)
{
    struct holders *h = payload;
    h->n++;
    recall_kill(h->recall, number);
}

/* The folder, and those above it, are to hold outputs. A file whose output went by such a name, as
 * a.txt before there was an a.txt/b.txt, is no more, or goes by another name now; that output makes room. */
static void take_folder(struct recall *r, struct slice folder)
{
    if (slice_equal(folder, buf_slice(&r->folder)))   /* files come folder by folder */
        return;
    buf_clear(&r->folder);
    buf_addslice(&r->folder, folder);
    for (; folder.len; folder = path_folder(folder)) {
        struct holders holders = { r, 0 };
        ledger_of_output(r->ledger, folder, kill_holder, &holders);
        if (holders.n)
            recall_put_aside(r, folder);
    }
    recall_mind(r, r->folder.failed ? ENOMEM : 0);
}

/* Whether a folder stands in the output where a file of that name is to be. */
static bool is_folder(const struct recall *r, struct slice name)
{
    struct stat st;
    char path[PATH_MAX];
    int n = r->tree ? snprintf(path, sizeof path, "%s/%.*s", r->tree, (int)name.len, name.ptr) : -1;
    return n > 0 && n < (int)sizeof path && lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The files that were in a folder of that name are no more. Their outputs make room, and so
 * do the folders that are empty then. */
static void clear_folder(struct recall *r, struct slice name)
{
    struct buf id = { 0 };
    size_t i = r->deaths.n;
    ledger_below(r->ledger, name, recall_kill, r);
    for (; i < r->deaths.n; i++) {
        buf_clear(&id);
        ledger_id(r->ledger, r->deaths.list[i], &id);
        struct slice gone = buf_slice(&id);
        for (; slice_starts(gone, name) && gone.len > name.len && gone.ptr[name.len] == '/'; gone = path_folder(gone))
            recall_put_aside(r, gone);
    }
    recall_put_aside(r, name);
    recall_mind(r, id.failed ? ENOMEM : 0);
    buf_release(&id);
}

/* A file whose output it was is no
 * more, or goes by another name and is read again; nothing is a copy of it. So a.txt and, a night
 * later, a.txt.gz; or an archive, where there is a folder now. */
void recall_take_name(struct recall *r, struct slice name)
{
    ledger_of_output(r->ledger, name, recall_kill, r);
    take_folder(r, path_folder(name));
    if (is_folder(r, name))
        clear_folder(r, name);
}

/* The list begins with the name of the tree. */
void recall_begin_room(struct recall *r)
{
    struct buf left = { 0 };
    char real[PATH_MAX];
    recall_put_aside(r, slice_str(path_real(r->tree, real) ? real : r->tree));
    r->in_way_from = r->in_way.len;
    if (ledger_fact(r->ledger, LEDGER_IN_WAY, &left) && slice_starts(buf_slice(&left), buf_slice(&r->in_way)))
        buf_addslice(&r->in_way, slice_from(buf_slice(&left), r->in_way_from));
    recall_mind(r, r->in_way.failed || left.failed ? ENOMEM : 0);
    buf_release(&left);
}

enum copydesk_status recall_make_room(struct recall *r, struct sink *sink, struct copydesk_error *error)
{
    enum copydesk_status status = budget_check(r->budget, r->fault, error);
    for (size_t at = r->in_way_from; status == COPYDESK_OK && at < r->in_way.len; at += strlen(r->in_way.ptr + at) + 1)
        status = sink_remove(sink, slice_str(r->in_way.ptr + at), error);
    return status;
}
