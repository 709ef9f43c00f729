/* Restore and explain of any bytes: no crash, no endless loop, nothing outside
 * the output directory. The input is a journal, a NUL byte, and the clean
 * stream. Records need no check, so that changed ones are looked at too. */
#include "fuzz.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/slice.h"
#include "copydesk.h"

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void save(const char *dir, const char *name, struct slice bytes)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    if (!f || (bytes.len && fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len) || fclose(f) != 0)
        abort();
}

/* Whether the directory holds just what was put there. */
static void look_around(const char *dir)
{
    struct stat st;
    if (stat(dir, &st) != 0 || st.st_nlink > 3)   /* itself, its name, and out/ at most */
        abort();
}

static void say(void *payload, const char *text, size_t len)
{
    (void)payload;
    if (len && memchr(text, '\n', len))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char dir[32] = "/tmp/fuzz_restore.XXXXXX", journal[64], clean[64], out[64];
    const char *bytes = (const char *)data;
    const char *nul = size ? memchr(bytes, '\0', size) : NULL;
    size_t len = nul ? (size_t)(nul - bytes) : size;
    struct copydesk_error error;
    if (!mkdtemp(dir))
        return 0;
    snprintf(journal, sizeof journal, "%s/journal", dir);
    snprintf(clean, sizeof clean, "%s/clean", dir);
    snprintf(out, sizeof out, "%s/out", dir);
    save(dir, "journal", slice_of(bytes, len));
    save(dir, "clean", nul ? slice_of(nul + 1, size - len - 1) : SLICE(""));
    copydesk_restore(journal, clean, out, NULL, &error);
    look_around(dir);
    copydesk_explain(journal, "a.txt", 0, say, NULL, &error);
    copydesk_explain(journal, "a.txt", 2, say, NULL, &error);
    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}
