/* The naive twin of stream, for test_stream.c: it has all bytes at hand, and looks for every
 * end and cut anew. Include after cmocka. */
#ifndef UNIT_STREAM_TWIN_H
#define UNIT_STREAM_TWIN_H

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "read/source.h"

/* Bytes of the article at the head of s, and of the separator line at its end. */
static size_t twin_article(struct slice s, size_t *separator)
{
    *separator = 0;
    for (size_t i = 0; i < s.len;) {
        const char *lf = memchr(s.ptr + i, '\n', s.len - i);
        size_t end = lf ? (size_t)(lf - s.ptr) + 1 : s.len;
        struct slice line = slice_of(s.ptr + i, end - i);
        if (slice_equal(line, SLICE("\f\n")) || slice_equal(line, SLICE("\f\r\n"))
            || slice_equal(line, SLICE("\f"))) {
            *separator = line.len;
            return end;
        }
        i = end;
    }
    return s.len;
}

/* Bytes of the line end at p, LF, CR and NEL left out, that lies before end. */
static size_t twin_odd(const char *p, const char *end)
{
    bool three = end - p >= 3 && (memcmp(p, "\xE2\x80\xA8", 3) == 0 || memcmp(p, "\xE2\x80\xA9", 3) == 0);
    return *p == '\v' || *p == '\f' ? 1 : three ? 3 : 0;
}

static size_t twin_lines(const char *p, size_t n)
{
    size_t ends[2] = { 0, 0 }, odd = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\n' || p[i] == '\r')
            ends[p[i] == '\r']++;
        odd += twin_odd(p + i, p + n) > 0;
    }
    return odd + (ends[0] > ends[1] ? ends[0] : ends[1]);
}

/* Bytes of a piece, of n that are there. */
static size_t twin_most(const char *p, size_t n)
{
    for (size_t most = SOURCE_BYTES; most > SOURCE_BYTES / 4; most /= 2)
        if (twin_lines(p, most < n ? most : n) <= SOURCE_LINES / 2)
            return most;
    return SOURCE_BYTES / 4;
}

/* Behind the last line end in [from, to), whichever it is; 0: there is none. */
static size_t twin_line(const char *p, size_t from, size_t to)
{
    for (size_t i = to, end; i-- > from;)
        if ((end = p[i] == '\n' || (p[i] == '\r' && p[i + 1] != '\n') ? 1 : twin_odd(p + i, p + to)) > 0)
            return i + end;
    return 0;
}

/* Within a line: behind its last sentence in [most / 2, most), else its last word. */
static size_t twin_words(const char *p, size_t most)
{
    size_t word = 0, sentence = 0, cut = most;
    for (size_t i = most / 2; i < most; i++) {
        bool space = p[i] == ' ';
        word = space ? i + 1 : word;
        if (space && strchr(".!?", p[i - 1]))
            sentence = i + 1;
        if (i + 3 <= most && (memcmp(p + i, "。", 3) == 0 || memcmp(p + i, "？", 3) == 0))
            sentence = i + 3;
    }
    while (((unsigned char)p[cut] & 0xC0) == 0x80)
        cut--;
    return sentence ? sentence : word ? word : cut;
}

/* Where the piece at the head of s, too long to be the last, is cut. */
static size_t twin_cut(const char *p, size_t most)
{
    size_t any = 0, blank = 0;
    for (size_t i = most / 2; i < most; i++) {
        if (p[i] != '\n')
            continue;
        size_t k = i;
        while (k > most / 2 && strchr(" \t\r", p[k - 1]) && p[k - 1])
            k--;
        any = i + 1;
        if (k > most / 2 && p[k - 1] == '\n')
            blank = i + 1;
    }
    any = blank ? blank : any;
    any = any ? any : twin_line(p, most / 2, most);
    any = any ? any : twin_line(p, 0, most / 2);
    return any ? any : twin_words(p, most);
}

/* What the stream makes of s, of whose articles none may be larger than `largest`. */
static void twin(struct buf *log, struct slice s, uint64_t largest)
{
    size_t number = 1;
    buf_clear(log);
    for (size_t len, separator; s.len > 0 || number == 1; s = slice_from(s, len), number++) {
        char id[32] = "in";
        if (number > 1)
            snprintf(id, sizeof id, "in.%zu", number);
        len = twin_article(s, &separator);
        size_t at = 0;
        if (largest && len - separator > largest) {
            buf_addf(log, "%s skipped\n", id);
            continue;
        }
        bool huge = len > SOURCE_WHOLE || twin_lines(s.ptr, len) > SOURCE_LINES;
        for (size_t most; huge && (most = twin_most(s.ptr + at, len - at), len - at > most + most / 2);) {
            size_t cut = twin_cut(s.ptr + at, most);
            buf_addf(log, "%s %zu 0%s cut\n", id, cut, at ? " more" : "");
            at += cut;
        }
        buf_addf(log, "%s %zu %zu%s\n", id, len - at, separator, at ? " more" : "");
    }
    buf_str(log);
}

#endif
