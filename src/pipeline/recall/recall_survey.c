/* The survey of a run with a state looks at every file, and reads one only when its size
 * and time do not tell whether it changed. After the files come the articles that leaned
 * on those which died: only then is it known which files can be skipped. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "pipeline/recall/recall_parts.h"
#include "read/fault.h"
#include "read/records/jsonl.h"
#include "read/unpack/kind.h"
#include "write/files/output_check.h"

/* Adds what is left to read of fd to the hash; 0 or an errno. */
static int hash_rest(struct recall *r, int fd)
{
    char bytes[16 * 1024];
    ssize_t n;
    while ((n = read(fd, bytes, sizeof bytes)) != 0) {
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            hash_add(r->hash, slice_of(bytes, (size_t)n));
    }
    return 0;
}

/* The key of a file's bytes; 0, or an errno when it cannot be read. */
static int hash_file(struct recall *r, const char *path, struct key *key)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    hash_reset(r->hash);
    int code = fd < 0 ? errno : hash_rest(r, fd);
    if (fd >= 0)
        close(fd);
    *key = hash_key(r->hash);
    return code;
}

/* The same for a file that the state knows. False, with a notice, when it cannot be read:
 * then this run leaves all of it as it is. */
static bool hash_known(struct recall *r, const char *path, struct key *key)
{
    int code = hash_file(r, path, key);
    if (code)
        fault_skip(r->notices, path, code);
    return code == 0;
}

void recall_kill(void *payload, uint32_t number)
{
    struct recall *r = payload;
    if (bit_is(&r->dead, number))
        return;
    bit_set(&r->dead, number);
    state_kill(r->state, number);
    recall_mind(r, numbers_add(&r->deaths, number) ? 0 : ENOMEM);
}

/* Notes the new time of a file whose content is the same, for the ledger. */
static void touch(struct recall *r, uint32_t number, int64_t stamp)
{
    const struct touched touched = { number, stamp };
    recall_mind(r, chunks_add(&r->touched, &touched, sizeof touched));
}

/* Whether the file is unchanged since the run that noted row. One that cannot be read
 * (*readable false) is taken to be, and stays as it is. */
static bool is_same(struct recall *r, const struct source_file *file, const struct ledger_article *row,
                    bool *readable)
{
    struct key key;
    *readable = true;
    if (!r->options->checksum && row->mtime && row->mtime == file->stamp && row->size == file->size)
        return true;
    if (row->size != file->size)
        return false;
    *readable = hash_known(r, file->path, &key);
    if (*readable && !key_equal(key, row->hash))
        return false;
    int64_t stamp = recall_stamp(r, file->stamp);
    if (*readable && stamp && stamp != row->mtime)
        touch(r, row->number, stamp);
    return true;
}

/* Notes that the file is as it was. */
static void note_same(struct recall *r, const struct ledger_article *row)
{
    bit_set(&r->same, row->number);
    if (row->run == 0)
        recall_mind(r, numbers_add(&r->forgotten, row->number) ? 0 : ENOMEM);
}

static void skip(struct recall *r, uint32_t number)
{
    r->skipped += !bit_is(&r->skip, number);
    bit_set(&r->skip, number);
}

static void wake(void *payload, uint32_t number)
{
    struct recall *r = payload;
    if (number >= r->base || !bit_is(&r->skip, number))
        return;
    bit_clear(&r->skip, number);
    r->skipped--;
}

/* One walk over all files. */
struct round {
    struct recall *recall;
    bool alike;                  /* the options are those by which files were read last */
    bool skipping;               /* skip unchanged files, unless output_check finds their output gone */
    struct output_check *tree;   /* NULL: there is no output tree */
    uint32_t number;             /* of the file at hand */
};

/* Has an output of the file at hand checked. When nothing was written, none is to stand there: an
 * older one may, from when the runs had another output directory in between. */
static bool ask(void *payload, struct slice id, uint64_t wrote, int64_t wrote_at)
{
    const struct round *round = payload;
    if (round->tree && !output_check_ask(round->tree, id, wrote, wrote_at, round->number))
        recall_mind(round->recall, ENOMEM);
    return true;
}

static void look_at_file(struct round *round, const struct source_file *file)
{
    struct recall *r = round->recall;
    struct ledger_article row;
    bool readable;
    bool known = ledger_follow(r->ledger, file->id, &row);
    if (!known || !is_same(r, file, &row, &readable)) {
        recall_take_name(r, file->id);
        if (known)
            recall_kill(r, row.number);
        return;
    }
    note_same(r, &row);
    if (readable && (!round->skipping || !round->alike || row.stale))
        return;
    skip(r, row.number);
    round->number = row.number;
    if (readable)
        ask(round, file->id, row.wrote, row.wrote_at);
}

/* Whether a text stream that is a file (a PATH), or a folder's file of many, is unchanged:
 * if not, all of its articles die. When its time differs, a file of many is told by its
 * content: its paragraphs should not change owners because of a time. One that the state
 * knows and that cannot be read is taken to be unchanged; a PATH, which is read in any
 * case, goes by its time. */
static bool look_at_stream(const struct round *round, const struct source_file *file, bool *readable)
{
    struct recall *r = round->recall;
    struct ledger_stream before, now = { file->size, recall_stamp(r, file->stamp), { 0, 0 }, false };
    bool known = !r->fresh && ledger_stream(r->ledger, file->id, &before) && before.size == file->size;
    bool timely = known && before.mtime && before.mtime == file->stamp, same = timely && !r->options->checksum;
    *readable = true;
    if (!same && (r->options->checksum || file->in_folder)) {
        *readable = now.hashed = known ? hash_known(r, file->path, &now.hash)
                                       : hash_file(r, file->path, &now.hash) == 0;
        same = now.hashed ? known && before.hashed && key_equal(before.hash, now.hash)
                          : known && (timely || file->in_folder);
    }
    if (same && !now.hashed)
        now = before;
    same = same && (round->alike || !*readable);   /* else other articles may come out of it now */
    if (!same && !r->fresh)
        ledger_of_file(r->ledger, file->id, recall_kill, r);
    struct streamed *list = array_room(r->streams, r->n_streams, &r->cap_streams, sizeof *list);
    if (!list) {
        recall_mind(r, ENOMEM);
        return same;
    }
    r->streams = list;
    r->streams[r->n_streams++] = (struct streamed){ arena_copy(&r->arena, file->id), now };
    r->news |= !same && *readable;
    return same;
}

/* Whether the file is one of records, for which one output is written; *output is its row then,
 * number 0: there is none by that name. */
static bool is_records(const struct recall *r, struct slice id, struct slice name, struct ledger_article *output)
{
    struct named named = kind_of(id);
    if (named.kind != KIND_TEXT || !jsonl_wanted(r->options, slice_of(id.ptr, named.stem)))
        return false;
    if (!ledger_find_part(r->ledger, id, name, (struct key){ 0 }, output))
        output->number = 0;
    return true;
}

struct renaming { struct recall *recall; struct slice name; };

/* Whether the output has that name. If not, it is to go. */
static bool goes_by(void *payload, struct slice id, uint64_t wrote, int64_t wrote_at)
{
    const struct renaming *renaming = payload;
    (void)wrote, (void)wrote_at;
    if (slice_equal(id, renaming->name))
        return true;
    recall_put_aside(renaming->recall, id);
    return false;
}

/* Whether a compressed file that is as it was goes by another name than it did, as a.txt.gz when
 * there is no a.txt beside it any more. */
static bool is_renamed(struct recall *r, const struct source_file *file, struct slice name)
{
    struct ledger_article output;
    struct renaming renaming = { r, name };
    bool found = is_records(r, file->id, name, &output) && output.number;   /* one look, not one at each record */
    return kind_of(file->id).kind == KIND_TEXT && !found
        && !ledger_outputs(r->ledger, file->id, goes_by, &renaming);
}

/* Has the outputs of a file of many checked. False: nothing is known of that of its records. */
static bool ask_all(struct round *round, struct slice id, struct slice name)
{
    struct ledger_article output;
    if (!is_records(round->recall, id, name, &output))
        return ledger_outputs(round->recall->ledger, id, ask, round);
    return output.number ? ask(round, name, output.wrote, output.wrote_at) : !round->tree;
}

static void look_at_origin(struct round *round, const struct source_file *file)
{
    struct recall *r = round->recall;
    struct ledger_article row;
    bool readable;
    struct slice name = file->name.len ? file->name : file->id;
    bool same = look_at_stream(round, file, &readable);
    if (same && readable && !r->fresh && is_renamed(r, file, name)) {
        ledger_of_file(r->ledger, file->id, recall_kill, r);
        same = false;
    }
    bool known = !r->fresh && ledger_follow(r->ledger, file->id, &row);   /* if not, another may have had its name since */
    bool is_new = (!same || !known) && readable && !r->fresh;
    if (is_new && kind_of(file->id).kind == KIND_TEXT)
        recall_take_name(r, name);
    else if (is_new)   /* its members go by the names of what was in a folder of its name, and is no more */
        ledger_below(r->ledger, file->id, recall_kill, r);
    if (!same || !known || bit_is(&r->dead, row.number))
        return;
    note_same(r, &row);
    if (readable && (!round->skipping || row.stale))
        return;
    skip(r, row.number);
    round->number = row.number;
    if (readable && !ask_all(round, file->id, name))
        wake(r, row.number);
}

static bool look_at(void *payload, const struct source_file *file)
{
    struct round *round = payload;
    uint64_t skipped = round->recall->skipped;
    round->recall->files += file->in_folder;
    bool readable;
    if (!file->in_folder)
        look_at_stream(round, file, &readable);
    else if (source_is_origin(round->recall->options, file->id))
        look_at_origin(round, file);
    else if (!round->recall->fresh)
        look_at_file(round, file);
    if (round->recall->skipped == skipped)
        count_file(&round->recall->to_read, file->id, file->size);
    return true;
}

/* Whether the source is to read a file; asked under its lock. One that the state knows but
 * the survey did not meet came in between, or could not be looked at (there was a
 * notice): it is left to the next run. */
static bool wants(void *payload, const struct source_file *file)
{
    struct recall *r = payload;
    struct ledger_article row;
    if (!ledger_follow(r->ledger, file->id, &row) || bit_is(&r->dead, row.number))
        return true;
    if (bit_is(&r->same, row.number) && !bit_is(&r->skip, row.number))
        return true;
    r->unchanged++;
    return false;
}

/* Commits the deaths before anything is removed or written, and which outputs go with them. If
 * this run were killed, and the input removed before the next one, the state would still name it
 * as the owner of text that its output no longer has, and other articles would lose that text. */
static enum copydesk_status bury(struct recall *r, struct copydesk_error *error)
{
    if (r->deaths.n == 0 || r->options->dry_run)
        return ledger_check(r->ledger, error);
    ledger_begin(r->ledger);
    for (; r->buried < r->deaths.n; r->buried++)
        ledger_drop(r->ledger, r->deaths.list[r->buried]);
    if (r->in_way.len > r->in_way_from)
        ledger_set_fact(r->ledger, LEDGER_IN_WAY, buf_slice(&r->in_way));
    return ledger_commit(r->ledger, error);
}

/* Whether a second thread is allowed, and there is a processor for it. */
static bool has_company(const struct copydesk_options *o)
{
    return o->threads ? o->threads > 1 : sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

/* Looks at all files; *quiet as of source_survey. */
static enum copydesk_status look_at_all(struct recall *r, struct source *source, const char *tree, bool *quiet,
                                        struct copydesk_error *error)
{
    struct round round = { .recall = r, .alike = recall_reads_alike(r),
                           .skipping = r->options->dry_run && !r->options->output };
    if (tree) {
        round.tree = output_check_new(tree, has_company(r->options));
        if (!round.tree)
            return error_system(error, COPYDESK_FAILED, tree, errno);
        round.skipping = output_check_is_open(round.tree);
    }
    bool good = source_survey(source, look_at, &round, quiet)
        && (!tree || output_check_answers(round.tree, wake, r));
    output_check_free(round.tree);
    return good && !r->arena.failed ? budget_check(r->budget, r->fault, error) : error_memory(error);
}

/* A forgotten file that is to be cleaned is another one from now on, with all that is in it. */
static void kill_forgotten(struct recall *r)
{
    struct buf id = { 0 };
    for (size_t i = 0; i < r->forgotten.n; i++) {
        uint32_t number = r->forgotten.list[i];
        if (bit_is(&r->skip, number) || bit_is(&r->dead, number))
            continue;
        buf_clear(&id);
        ledger_id(r->ledger, number, &id);
        ledger_of_file(r->ledger, buf_slice(&id), recall_kill, r);
    }
    recall_mind(r, id.failed ? ENOMEM : 0);
    buf_release(&id);
}

/* Wakes those that lean on the dead, among them forgotten ones, which die of it. */
static void wake_leaning(struct recall *r)
{
    size_t woken = 0;
    do {
        for (; woken < r->deaths.n; woken++)
            ledger_leaning(r->ledger, r->deaths.list[woken], wake, r);
        kill_forgotten(r);
    } while (woken < r->deaths.n);
}

enum copydesk_status recall_survey(struct recall *r, struct source *source, const char *tree, struct sink *sink,
                                   struct notices *notices, struct copydesk_error *error)
{
    r->tree = tree;
    r->notices = notices;
    r->to_read = (struct counted){ .known = !source_has_pipe(source) };
    bool quiet;
    if (tree)
        recall_begin_room(r);
    if (recall_make_room(r, sink, error) != COPYDESK_OK || look_at_all(r, source, tree, &quiet, error) != COPYDESK_OK)
        return COPYDESK_FAILED;
    wake_leaning(r);
    if (!r->fresh)
        source_filter(source, wants, r);
    if (r->skipped == r->files && quiet) {   /* nothing to read, nothing to say */
        r->unchanged = r->files;
        source_pass_folders(source);
    }
    return bury(r, error) == COPYDESK_OK ? recall_make_room(r, sink, error) : COPYDESK_FAILED;
}
