#include "dedupe/drop_list.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "dedupe/keys/keystore.h"
#include "read/unpack/archive.h"

enum {
    KEY_DIGITS = 32,
    READ_SIZE = 64 * 1024,
    LINE_MOST = 16 << 20       /* bytes: no id is nearly as long */
};

struct drop_list {
    struct keystore lines;     /* of each line, the key of its bytes */
};

/* ---- lines ---- */

static void add_hex(struct buf *out, uint64_t value)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        buf_addch(out, "0123456789abcdef"[value >> shift & 15]);
}

void drop_list_line(struct buf *out, struct key key, struct slice article, uint64_t number)
{
    char digits[DECIMAL_MOST], *end = digits + sizeof digits, *first = decimal_before(end, number);
    add_hex(out, key.hi);
    add_hex(out, key.lo);
    buf_addch(out, '\t');
    for (size_t i = 0; i < article.len; i++) {
        unsigned char c = (unsigned char)article.ptr[i];
        if (c < 0x20 || c == 0x7F || c == '\\')
            buf_addf(out, "\\x%02X", c);
        else
            buf_addch(out, (char)c);
    }
    buf_addch(out, '\t');
    buf_add(out, first, (size_t)(end - first));
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_line(struct slice line)
{
    size_t i = 0, start;
    while (i < line.len && is_hex(line.ptr[i]))
        i++;
    if (i != KEY_DIGITS || i == line.len || line.ptr[i++] != '\t')
        return false;
    const char *tab = memchr(line.ptr + i, '\t', line.len - i);
    if (!tab || tab == line.ptr + i)
        return false;
    for (i = start = (size_t)(tab - line.ptr) + 1; i < line.len && line.ptr[i] >= '0' && line.ptr[i] <= '9'; )
        i++;
    return i > start && i == line.len;
}

/* ---- the list ---- */

static enum copydesk_status failed(const struct drop_list *l, struct copydesk_error *error)
{
    if (error)
        *error = l->lines.error;
    return COPYDESK_FAILED;
}

static enum copydesk_status no_line(const char *path, uint64_t number, struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, path, number, "no line of 'copydesk keys': KEY, ARTICLE and "
                     "NUMBER, with a tab between them");
}

static enum copydesk_status take_line(struct drop_list *l, struct slice line, const char *path, uint64_t number,
                                      struct copydesk_error *error)
{
    struct place place = { 1, 0 };
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (!is_line(line))
        return no_line(path, number, error);
    return keystore_add(&l->lines, key_of(line), &place) < 0 ? failed(l, error) : COPYDESK_OK;
}

/* Takes the whole lines of b, and keeps the rest. */
static enum copydesk_status take_lines(struct drop_list *l, struct buf *b, bool at_end, const char *path,
                                       uint64_t *number, struct copydesk_error *error)
{
    struct slice rest = buf_slice(b);
    enum copydesk_status status = COPYDESK_OK;
    while (status == COPYDESK_OK && rest.len > 0) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        if (!end && !at_end && rest.len > LINE_MOST)
            return no_line(path, *number + 1, error);
        if (!end && !at_end)
            break;
        size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        status = take_line(l, slice_of(rest.ptr, len), path, ++*number, error);
        rest = slice_from(rest, len + (end != NULL));
    }
    if (rest.len > 0)
        memmove(b->ptr, rest.ptr, rest.len);
    b->len = rest.len;
    return status;
}

static enum copydesk_status read_lines(struct drop_list *l, struct unpacker *in, const char *path,
                                       struct copydesk_error *error)
{
    struct buf b = { 0 };
    uint64_t number = 0;
    enum copydesk_status status = COPYDESK_OK;
    long got = 1;
    while (status == COPYDESK_OK && got > 0) {
        if (!buf_reserve(&b, READ_SIZE)) {
            status = error_memory(error);
            break;
        }
        got = unpacker_read(in, b.ptr + b.len, READ_SIZE, error);
        b.len += got > 0 ? (size_t)got : 0;
        status = got < 0 ? COPYDESK_FAILED : take_lines(l, &b, got == 0, path, &number, error);
    }
    buf_release(&b);
    return status;
}

struct drop_list *drop_list_open(const char *path, struct budget budget, struct copydesk_error *error)
{
    struct drop_list *l = calloc(1, sizeof *l);
    if (!l) {
        error_memory(error);
        return NULL;
    }
    l->lines.budget = budget;
    enum copydesk_status status = keystore_reset(&l->lines, 0) ? COPYDESK_OK : failed(l, error);
    struct unpacker *in = status == COPYDESK_OK ? unpacker_open(path, error) : NULL;
    status = in ? read_lines(l, in, path, error) : COPYDESK_FAILED;
    if (status == COPYDESK_OK && l->lines.spill && !keystore_whole(&l->lines))
        status = failed(l, error);
    unpacker_close(in);
    if (status == COPYDESK_OK)
        return l;
    drop_list_free(l);
    return NULL;
}

void drop_list_free(struct drop_list *l)
{
    if (!l)
        return;
    keystore_release(&l->lines);
    free(l);
}

int drop_list_has(const struct drop_list *l, struct slice line, struct copydesk_error *error)
{
    struct place place;
    return keystore_find(&l->lines, key_of(line), &place, error);
}

size_t drop_list_memory(const struct drop_list *l)
{
    return sizeof *l + keystore_memory(&l->lines);
}
