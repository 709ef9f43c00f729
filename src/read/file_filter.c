#include "read/file_filter.h"

#include "read/load.h"

void file_filter_release(struct file_filter *w)
{
    buf_release(&w->id);
    buf_release(&w->path);
    buf_release(&w->name);
    taken_clear(&w->taken);
    survey_notices_release(&w->missed);
}

/* Names the file, if it is compressed. */
static void name(struct file_filter *w, const struct input *in, const struct walk_file *file)
{
    buf_clear(&w->name);
    if (packed_name_wanted(file))
        w->named = packed_name(&w->taken, in, file, &w->name);
    w->failed = w->failed || w->name.failed;
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
            look(payload, &(struct source_file){ in->path, slice_str(in->id), SLICE(""), in->listed, in->stamp, false });
        else if (in->kind == INPUT_FOLDER && !survey_folder(w, in, options, look, payload))
            return false;
    }
    *quiet = survey_notices_end(&w->missed);
    return true;
}
