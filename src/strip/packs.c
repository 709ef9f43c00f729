#include "strip/packs.h"

#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "base/path.h"
#include "packs.inc"
#include "text/utf8.h"

static const struct built_in { const char *name, *text; size_t len; } BUILT_IN[] = { BUILT_IN_PACKS };
enum { N_BUILT_IN = sizeof BUILT_IN / sizeof *BUILT_IN };

size_t packs_count(const struct copydesk_options *options)
{
    return N_BUILT_IN + options->n_rules;
}

void packs_release(struct pack_source *source)
{
    buf_release(&source->name);
    buf_release(&source->label);
    buf_release(&source->loaded);
}

static void name_built_in(struct pack_source *source, const struct built_in *b)
{
    buf_addstr(&source->name, b->name);
    buf_addf(&source->label, "%s.rules (built in)", b->name);
    source->text = slice_of(b->text, b->len);
}

static void name_file(struct pack_source *source, const char *file)
{
    struct slice name = slice_str(path_name(file));
    struct slice ending = SLICE(".rules");
    if (name.len > ending.len && slice_ends(name, ending))
        name.len -= ending.len;
    source->file = file;
    for (const char *p = name.ptr, *end = p + name.len; p < end;) {   /* it stands in JSON, which is UTF-8 */
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        utf8_add(&source->name, cp == UTF8_BAD ? 0xFFFD : cp);
    }
    buf_addstr(&source->label, file);
}

/* Zero, or the errno. */
static int read_file(const char *file, struct buf *out)
{
    errno = 0;
    FILE *f = fopen(file, "rb");
    if (!f)
        return errno;
    enum { PIECE = 64 * 1024 };
    size_t got = 0;
    while (buf_reserve(out, PIECE) && (got = fread(out->ptr + out->len, 1, PIECE, f)) > 0)
        out->len += got;
    int code = out->failed ? ENOMEM : ferror(f) ? errno : 0;
    fclose(f);
    return code;
}

bool packs_load(const struct copydesk_options *options, size_t i, struct pack_source *source,
                struct copydesk_error *error)
{
    *source = (struct pack_source){ 0 };
    int code = 0;
    if (i < N_BUILT_IN) {
        name_built_in(source, &BUILT_IN[i]);
    } else {
        name_file(source, options->rules[i - N_BUILT_IN]);
        code = read_file(source->file, &source->loaded);
        source->text = buf_slice(&source->loaded);
    }
    buf_str(&source->name);    /* both are handed on as C strings */
    buf_str(&source->label);
    if (code == 0 && (source->name.failed || source->label.failed))
        code = ENOMEM;
    if (code != 0) {
        error_system(error, COPYDESK_FAILED, source->file, code);
        packs_release(source);
    }
    return code == 0;
}
