#include "read/file_filter.h"

#include <sys/stat.h>

#include "read/load.h"
#include "read/records/jsonl.h"

void file_filter_release(struct file_filter *w)
{
    buf_release(&w->id);
    buf_release(&w->path);
    buf_release(&w->name);
    taken_clear(&w->taken);
    survey_notices_release(&w->missed);
}

/* Takes the id in w->name, if the folder has no file of it, and no other compressed one was given it. */
static bool take_name(struct file_filter *w, const struct input *in)
{
    struct slice id = { buf_str(&w->name), w->name.len };
    struct stat st;
    load_make_path(&w->path, in->path, w->name.failed ? "" : load_path_of(in, id));
    w->failed = w->failed || w->name.failed || w->path.failed;
    if (w->failed || lstat(w->path.ptr, &st) == 0)
        return false;
    enum taken_result got = taken_ask(&w->taken, id);
    w->failed = got == TAKEN_MEMORY;
    return got == TAKEN_FREE;
}

/* Names the file, if it is a compressed text. */
static void name(struct file_filter *w, const struct input *in, const struct walk_file *file)
{
    struct named n = kind_of(file->path);
    buf_clear(&w->name);
    if (!n.packed || n.kind != KIND_TEXT)
        return;
    w->named = PACKED_NAME_STEM;
    load_make_id(&w->name, in->id, slice_of(file->path.ptr, n.stem));
    if (!take_name(w, in)) {
        load_make_id(&w->name, in->id, file->path);
        buf_addstr(&w->name, jsonl_named(slice_of(file->path.ptr, n.stem)) ? ".jsonl" : ".txt");
        w->named = take_name(w, in) ? PACKED_NAME_OWN : PACKED_NAME_NONE;
    }
}

static bool ask(struct file_filter *w, const struct input *in, const struct walk_file *file,
                source_wants *asks, void *payload)
{
    load_make_id(&w->id, in->id, file->path);
    buf_str(&w->id);
    load_make_path(&w->path, in->path, file->path.ptr);
    w->failed = w->failed || w->id.failed || w->path.failed;
    return !w->failed && asks(payload, &(struct source_file){ w->path.ptr, buf_slice(&w->id), buf_slice(&w->name),
                                                              file->size, file->stamp, true });
}

const struct walk_file *file_filter_peek(struct file_filter *w, struct walk *walk, const struct input *in)
{
    const struct walk_file *file;
    while ((file = walk_peek(walk)) && !w->accepted && !w->failed) {
        name(w, in, file);
        w->accepted = !w->asks || ask(w, in, file, w->asks, w->payload);
        if (!w->accepted && !w->failed)
            walk_take(walk);
    }
    return file;
}

void file_filter_take(struct file_filter *w, struct walk *walk)
{
    walk_take(walk);
    w->accepted = false;
}

static bool survey_folder(struct file_filter *w, const struct input *in, const struct copydesk_options *options,
                          source_wants *look, void *payload)
{
    const struct walk_file *file;
    struct walk *walk = walk_open(in->path, options, &w->missed.heard);
    while (walk && !w->failed && (file = walk_peek(walk))) {
        name(w, in, file);
        ask(w, in, file, look, payload);
        walk_take(walk);
    }
    taken_clear(&w->taken);
    bool good = walk && !walk_failed(walk) && !w->failed && !w->missed.paths.failed;
    walk_close(walk);
    return good;
}

bool file_filter_survey(struct file_filter *w, const struct inputs *inputs, const struct copydesk_options *options,
                        struct notices *notices, source_wants *look, void *payload, bool *quiet)
{
    survey_notices_begin(&w->missed, notices);
    for (size_t i = 0; i < inputs->n; i++) {
        const struct input *in = &inputs->list[i];
        if (in->kind == INPUT_FILE && in->stamp)
            look(payload, &(struct source_file){ in->path, slice_str(in->id), SLICE(""), in->size, in->stamp, false });
        else if (in->kind == INPUT_FOLDER && !survey_folder(w, in, options, look, payload))
            return false;
    }
    *quiet = survey_notices_end(&w->missed);
    return true;
}
