/* DESIGN. One PATH after the other. A stream's batches, and the pieces of a
 * folder's huge file, are read here, under the caller's lock; a folder's
 * ordinary files are only named here, and read in source_load by whichever
 * worker got the batch. Until then such an article's bytes have a length (the
 * size that was listed) but no pointer.
 *
 * System calls for a file of a folder: fstatat (in the walk); openat in the folder,
 * which stays open while batches come out of it; one read, for a byte more than was
 * listed, so that a short answer proves the end; close. A batch that finds a file
 * cold asks the disk for the rest of its files, and the next batch is larger. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "read/container.h"
#include "read/fault.h"
#include "read/file_filter.h"
#include "read/inputs.h"
#include "read/load.h"
#include "read/origin.h"
#include "read/records/jsonl.h"
#include "read/stream.h"
#include "read/unpack/archive.h"
#include "read/unpack/sniff.h"
#include "read/walk.h"

struct source {
    const struct copydesk_options *options;
    struct notices *notices;
    struct inputs inputs;
    size_t at;             /* the input at hand */
    struct walk *walk;     /* of that input, a folder, once begun */
    struct stream *stream; /* of that input, or of a huge file in it */
    struct container *container;   /* that input, or a file in it */
    struct buf id, path;   /* of the folder's file that is open: borrowed by who reads it */
    struct origin origin;  /* what the articles of the stream or container have in common */
    struct file_filter wanted;
    bool pass_folders;     /* no file of a folder is wanted */
    bool failed;           /* memory was short in source_starts_with_many, or an input could not be opened for a lack */
    atomic_bool cold;      /* the files loaded last had to be waited for */
};

struct source *source_open(const struct copydesk_options *options, struct notices *notices, struct copydesk_error *error)
{
    struct source *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(error);
        return NULL;
    }
    s->options = options;
    s->notices = notices;
    origin_init(&s->origin, notices);
    if (!inputs_open(&s->inputs, options, error)) {
        origin_release(&s->origin);
        free(s);
        return NULL;
    }
    return s;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    walk_close(s->walk);
    stream_close(s->stream);
    container_close(s->container);
    inputs_release(&s->inputs);
    buf_release(&s->id);
    buf_release(&s->path);
    origin_release(&s->origin);
    file_filter_release(&s->wanted);
    free(s);
}

bool source_fits_tree(const struct source *s, struct copydesk_error *error)
{
    return inputs_numbers_differ(&s->inputs, error);
}

uint64_t source_total(const struct source *s)
{
    uint64_t total = 0;
    for (size_t i = 0; i < s->inputs.n; i++) {
        if (!s->inputs.list[i].regular)
            return 0;
        total += s->inputs.list[i].size;
    }
    return total;
}

struct counted source_count(const struct source *s)
{
    return count_inputs(&s->inputs, s->options);
}

bool source_has_pipe(const struct source *s)
{
    for (size_t i = 0; i < s->inputs.n; i++)
        if (s->inputs.list[i].kind != INPUT_FOLDER && !s->inputs.list[i].stamp)
            return true;
    return false;
}

bool source_is_stream(const struct source *s)
{
    for (size_t i = 0; i < s->inputs.n; i++)
        if (s->inputs.list[i].kind >= INPUT_FOLDER)
            return false;
    return true;
}

void source_filter(struct source *s, source_wants *wants, void *payload)
{
    s->wanted.asks = wants;
    s->wanted.payload = payload;
}

bool source_survey(struct source *s, source_wants *look, void *payload, bool *quiet)
{
    return file_filter_survey(&s->wanted, &s->inputs, s->options, s->notices, look, payload, quiet);
}

void source_pass_folders(struct source *s)
{
    s->pass_folders = true;
}

/* ---- streams ---- */

/* The bytes of path, or of stdin; one that cannot be opened is noticed: false. When the system is at
 * fault, s->failed tells. */
static bool open_feed(struct source *s, const char *path, int flags, struct feed *feed)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    if (fd < 0)
        s->failed = !fault_skip(s->notices, path, errno) || s->failed;
    *feed = feed_fd(fd, standard ? "stdin" : path);
    return fd >= 0;
}

/* Begins to read feed as a stream. False when memory is short. */
static bool begin_stream(struct source *s, struct feed feed, struct slice id, struct slice separator)
{
    s->stream = stream_open(&(struct stream_input){ .feed = feed, .id = id, .source = path_folder(id),
                                .separator = separator, .most = s->options->max_article, .from = s->options->from },
                            &s->origin.heard);
    if (!s->stream)
        feed_close(&feed);
    return s->stream != NULL;
}

/* Whether a file that was named is a text, whatever its bytes say. */
static bool is_named_text(const struct input *in)
{
    return kind_says_text(slice_of(in->path, in->named.stem));
}

/* Finds out whether the stream just begun holds JSON Lines. False when memory is short. */
static bool take_format(struct source *s, const struct input *in)
{
    struct slice name = slice_of(in->path, in->named.stem), first = { 0 };
    bool wanted = jsonl_wanted(s->options, name), look = s->options->input == COPYDESK_FORMAT_AUTO && !is_named_text(in);
    if (!wanted && look && !stream_look(s->stream, &first))
        return false;
    if (wanted || (look && jsonl_found(first, in->id, s->notices)))
        stream_take_records(s->stream, jsonl_most(s->options));
    return true;
}

/* The next batch of the open stream; 0 when it is done, and closed. */
static int from_stream(struct source *s, struct batch *batch)
{
    int more = stream_next(s->stream, batch);
    origin_mark(&s->origin, batch, 0);
    if (more == 0) {
        stream_close(s->stream);
        s->stream = NULL;
        origin_end(&s->origin, batch);
    }
    return more;
}

/* ---- folders ---- */

static bool too_large(const struct source *s, const struct walk_file *file)
{
    return s->options->max_article && file->size > s->options->max_article;
}

/* Closes the stream of a file of a folder that turns out to be JSON. False when memory is short. */
static bool leave_hidden(struct source *s)
{
    struct slice first, name = slice_str(buf_str(&s->id));
    if (kind_says_text(name))
        return true;
    if (!stream_look(s->stream, &first))
        return false;
    if (jsonl_hides(s->options, name, first, s->notices)) {
        stream_close(s->stream);
        s->stream = NULL;
    }
    return true;
}

/* Begins to read a large file of a folder, as a stream of one article, or one of
 * JSON Lines; one that cannot be read is noticed. False when memory is short. */
static bool begin_file(struct source *s, const struct input *in, const struct walk_file *file)
{
    load_make_id(&s->id, in->id, file->path);
    load_make_path(&s->path, in->path, file->path.ptr);
    bool records = jsonl_wanted(s->options, file->path);
    s->origin.common = (struct article){ .size = file->size, .stamp = file->stamp, .time = file->stamp };
    struct feed feed;
    if (s->id.failed || s->path.failed)
        return false;
    if (!records && too_large(s, file)) {
        fault_large(s->notices, s->path.ptr, s->options->max_article);
        return true;
    }
    if (records)
        origin_begin(&s->origin, buf_slice(&s->id), file->size, file->stamp);
    if (!open_feed(s, s->path.ptr, O_NOFOLLOW | O_NONBLOCK, &feed))
        return true;
    if (!begin_stream(s, feed, buf_slice(&s->id), SLICE("")))
        return false;
    if (records)
        stream_take_records(s->stream, jsonl_most(s->options));
    return records || leave_hidden(s);
}

/* ---- containers ---- */

/* Begins to read feed. False when memory is short. */
static bool begin_container(struct source *s, struct container_input in)
{
    in.options = s->options;
    s->container = container_open(&in, &s->origin.heard);
    return s->container != NULL;
}

/* Sets s->id for a compressed file, as file_filter.h says. False when no name is free, which is
 * noticed, or memory is short (s->id.failed). */
static bool name_packed(struct source *s)
{
    enum packed_name got = s->wanted.named;
    buf_clear(&s->id);
    buf_addslice(&s->id, buf_slice(&s->wanted.name));
    buf_str(&s->id);
    if (got != PACKED_NAME_STEM && !s->id.failed)
        notice(s->notices, got == PACKED_NAME_OWN ? COPYDESK_OK : COPYDESK_SKIPPED, s->path.ptr, 0,
               got == PACKED_NAME_OWN ? "read as %s: the same name without its ending is taken"
               : "has no name left to be written as: %s is there too, or too long for a name; rename it", s->id.ptr);
    return got != PACKED_NAME_NONE && !s->id.failed;
}

static bool is_container(const struct walk_file *file)
{
    struct named n = kind_of(file->path);
    return n.packed || n.kind != KIND_TEXT;
}

/* Begins to read a container or a compressed file of a folder; one that cannot be
 * read is noticed. False when memory is short. */
static bool begin_packed(struct source *s, const struct input *in, const struct walk_file *file)
{
    struct named n = kind_of(file->path);
    load_make_id(&s->id, in->id, file->path);
    load_make_path(&s->path, in->path, file->path.ptr);
    size_t below = s->id.len - file->path.len;   /* the prefix of the PATH */
    origin_begin(&s->origin, buf_slice(&s->id), file->size, file->stamp);
    if (s->id.failed || s->path.failed || s->wanted.failed)
        return false;
    if (n.kind == KIND_TEXT && !name_packed(s))
        return !s->id.failed;
    struct feed feed;
    return !open_feed(s, s->path.ptr, O_NOFOLLOW | O_NONBLOCK, &feed)
        || begin_container(s, (struct container_input){ .feed = feed, .kind = n.kind, .id = buf_slice(&s->id), .below = below });
}

static bool full(const struct batch *batch)
{
    return batch->failed || batch->input.len >= SOURCE_BYTES;
}

/* The next articles of the open container, and of those that follow it in the folder until
 * the batch is full. 0 when the PATH is done. */
static int from_container(struct source *s, struct batch *batch)
{
    const struct input *in = &s->inputs.list[s->at];
    const struct walk_file *file;
    int more = 1;
    while (s->container) {
        size_t first = batch->n_articles;
        more = container_next(s->container, batch);
        origin_mark(&s->origin, batch, first);
        if (more)
            break;
        container_close(s->container);
        s->container = NULL;
        origin_end(&s->origin, batch);
        if (!s->walk || full(batch) || !(file = file_filter_peek(&s->wanted, s->walk, in)) || !is_container(file))
            break;
        batch->failed = !begin_packed(s, in, file);
        file_filter_take(&s->wanted, s->walk);
    }
    if (batch->n_articles > 0)
        batch_place(batch);
    return more || s->walk;
}

/* ---- files that are read later ---- */

bool source_is_origin(const struct copydesk_options *options, struct slice name)
{
    struct named n = kind_of(name);
    return n.packed || n.kind != KIND_TEXT || jsonl_wanted(options, name);
}

bool source_was_faulty(struct source *s, struct slice origin)
{
    return origin_was_faulty(&s->origin, origin);
}

/* Whether a file is read here, by itself, instead of later with others. */
static bool comes_alone(const struct source *s, const struct walk_file *file)
{
    return file->size > 2 * SOURCE_LINES || too_large(s, file) || is_container(file)
        || jsonl_wanted(s->options, file->path);
}

/* Adds a file to the batch, to be read later: its bytes get a length but no pointer. */
static void name_article(struct source *s, struct batch *batch, const struct input *in, const struct walk_file *file)
{
    struct article *a = batch_article(batch);
    if (!a)
        return;
    load_make_id(&s->id, in->id, file->path);
    a->id = arena_copy(&batch->arena, buf_slice(&s->id));
    a->file = a->id;
    a->source = path_folder(a->id);
    a->bytes = (struct slice){ NULL, (size_t)file->size };
    a->size = file->size;
    a->stamp = a->time = file->stamp;
    batch->failed = batch->failed || s->id.failed || batch->arena.failed;
}

/* Whether file is in the folder of the batch's first article. */
static bool same_folder(const struct batch *batch, const struct walk_file *file, const struct input *in)
{
    const char *first = load_path_of(in, batch->articles[0].id);
    size_t len = file->folder;
    return strncmp(first, file->path.ptr, len) == 0 && !strchr(first + len, '/');
}

/* Names files of one folder until the batch is full. */
static void name_files(struct source *s, struct batch *batch, const struct input *in)
{
    const struct walk_file *file;
    size_t bytes = 0, most = atomic_load(&s->cold) ? SOURCE_COLD : SOURCE_FILES;
    batch->input_number = s->at;
    while (bytes < SOURCE_BYTES && batch->n_articles < most && !batch->failed
           && (file = file_filter_peek(&s->wanted, s->walk, in)) && !comes_alone(s, file)
           && (batch->n_articles == 0 || same_folder(batch, file, in))) {
        name_article(s, batch, in, file);
        bytes += (size_t)file->size;
        file_filter_take(&s->wanted, s->walk);
    }
}

/* 1: a batch, left empty when a stream or container is begun instead; 0: the folder is done; -1: memory is short. */
static int from_folder(struct source *s, struct batch *batch, const struct input *in)
{
    if (!s->walk)
        s->walk = walk_open(in->path, s->options, survey_notices_for_walk(&s->wanted.missed, s->notices));
    if (!s->walk)
        return -1;
    const struct walk_file *file = file_filter_peek(&s->wanted, s->walk, in);
    if (file && comes_alone(s, file)) {
        bool good = is_container(file) ? begin_packed(s, in, file) : begin_file(s, in, file);
        file_filter_take(&s->wanted, s->walk);
        return good ? 1 : -1;
    }
    name_files(s, batch, in);
    if (walk_failed(s->walk) || s->wanted.failed)
        return -1;
    if (batch->n_articles > 0)
        return 1;
    walk_close(s->walk);
    s->walk = NULL;
    taken_clear(&s->wanted.taken);
    return 0;
}

/* ---- the next batch ---- */

/* Begins to read a PATH that is a container, by its name or its bytes; its ids begin
 * with prefix. unpacked: feed is decompressed already. False when memory is short. */
static bool begin_members(struct source *s, struct feed feed, enum kind kind, bool unpacked, const char *prefix)
{
    return begin_container(s, (struct container_input){ .feed = feed, .kind = kind, .unpacked = unpacked, .named = true,
                                  .id = slice_str(prefix), .below = *prefix ? strlen(prefix) + 1 : 0 });
}

/* Begins to read a PATH whose name does not say that it is a container: as a stream,
 * unless its bytes are those of one. False when memory is short. */
static bool begin_unnamed(struct source *s, const struct input *in, struct feed feed)
{
    const char *separator = s->options->separator ? s->options->separator : "\f";
    struct copydesk_error why;
    enum kind kind = KIND_TEXT;
    bool text = is_named_text(in), records = jsonl_named(slice_of(in->path, in->named.stem));
    bool good = !text && !records ? sniff_feed(&feed, s->options->max_ratio, &kind, s->notices, &why)
                                  : !in->named.packed || feed_unpack(&feed, s->options->max_ratio, &why);
    bool no_memory = !good && why.status == COPYDESK_FAILED;   /* all other failures are the input's */
    if (!good && !no_memory)
        notice(s->notices, COPYDESK_SKIPPED, why.path, why.line, "%s", why.reason);
    if (!good || kind != KIND_TEXT)
        return good ? begin_members(s, feed, kind, true, s->inputs.n == 1 ? "" : in->id) : !no_memory;
    s->origin.common = (struct article){ .nameless = true, .time = in->stamp };
    return begin_stream(s, feed, slice_str(in->id), slice_str(separator)) && take_format(s, in);
}

/* Begins to read stdin or a file that was named; one that cannot be opened is
 * noticed. False when memory is short. */
static bool begin_input(struct source *s, const struct input *in)
{
    struct feed feed;
    if (!open_feed(s, in->path, 0, &feed))
        return true;
    s->origin.common = (struct article){ .time = in->stamp };
    return in->kind == INPUT_CONTAINER ? begin_members(s, feed, in->named.kind, false, in->id)
                                       : begin_unnamed(s, in, feed);
}

/* One step on the input at hand: as from_folder. */
static int step(struct source *s, struct batch *batch)
{
    const struct input *in = &s->inputs.list[s->at];
    if (s->stream)
        return from_stream(s, batch) || s->walk;
    if (s->container)
        return from_container(s, batch);
    if (in->kind == INPUT_FOLDER)
        return s->pass_folders ? 0 : from_folder(s, batch, in);
    return begin_input(s, in) ? s->stream || s->container : -1;
}

bool source_starts_with_many(struct source *s)
{
    const struct input *in = &s->inputs.list[s->at];
    bool fresh = in->kind < INPUT_FOLDER && !s->stream && !s->container;
    if (fresh && !begin_input(s, in))
        s->failed = true;   /* not to be begun again: what was read of a pipe is gone */
    if (fresh && !s->failed && !s->stream && !s->container)
        s->at++;   /* it could not be opened, which was noticed and shall not be again */
    return s->container || (s->stream && stream_has_records(s->stream));
}

int source_next(struct source *s, struct batch *batch, struct copydesk_error *error)
{
    uint64_t number = batch->number;
    batch_clear(batch);
    batch->number = number;
    while (s->at < s->inputs.n && batch->n_articles == 0) {
        int more = s->failed ? -1 : step(s, batch);
        if (more < 0 || batch->failed || s->failed) {
            notices_fail(s->notices, error);
            return -1;
        }
        if (more == 0)
            s->at++;
    }
    return batch->n_articles > 0;
}

void source_load(struct source *s, struct batch *batch)
{
    if (batch->n_articles == 0 || batch->articles[0].bytes.ptr)
        return;
    load_files(batch, &s->inputs.list[batch->input_number], s->options, s->notices);
    atomic_store(&s->cold, batch->cold);
}
