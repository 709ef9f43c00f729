#include "read/unpack/kind.h"

#include "base/path.h"
#include "read/unpack/archive.h"

static bool ends_in(struct slice name, const char *const *endings)
{
    for (; *endings; endings++)
        if (slice_ends_name(name, slice_str(*endings)) && name.len > strlen(*endings))
            return true;
    return false;
}

bool kind_beside(struct slice name)
{
    return slice_starts(path_last(name), SLICE("._"));
}

struct named kind_of(struct slice name)
{
    static const char *const archives[] = { ".tar", ".zip", ".7z", ".cpio", NULL };
    static const char *const packed_tars[] = { ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".tlz", NULL };
    static const char *const warcs[] = { ".warc", ".wet", NULL };
    if (slice_ends(name, SLICE(".txt")) || kind_beside(name))   /* .txt first: nearly every file, asked several times */
        return (struct named){ KIND_TEXT, false, name.len };
    struct named n = { KIND_TEXT, false, packed_stem(name) };
    if (!path_is_name(path_last(slice_of(name.ptr, n.stem))))
        n.stem = name.len;   /* ".gz", "a/..gz" and "...gz" are names, not endings */
    n.packed = n.stem < name.len;
    struct slice stem = slice_of(name.ptr, n.stem);
    if (ends_in(stem, archives) || ends_in(name, packed_tars))
        n.kind = KIND_ARCHIVE;
    else if (ends_in(stem, warcs))
        n.kind = KIND_WARC;
    else if (slice_ends_name(name, SLICE(".br")))
        n.kind = KIND_BROTLI;
    return n;
}

bool kind_says_text(struct slice stem)
{
    return slice_ends_name(stem, SLICE(".txt")) || slice_ends_name(stem, SLICE(".text"));
}

bool kind_says_records(struct slice stem)
{
    static const char *const records[] = { ".jsonl", ".ndjson", ".jl", ".jsonlines", NULL };
    return ends_in(stem, records);
}

bool kind_usual(struct slice name)
{
    static const char *const closed[] = { ".rar", ".z", NULL };
    if (slice_ends(name, SLICE(".txt")))
        return true;
    struct named n = kind_of(name);
    struct slice stem = slice_of(name.ptr, n.kind == KIND_BROTLI ? name.len - 3 : n.stem);   /* ".br" */
    return n.kind == KIND_ARCHIVE || n.kind == KIND_WARC || kind_says_text(stem) || kind_says_records(stem) || ends_in(name, closed);
}
