/* stream: separators and pieces, against a naive twin that has all bytes at
 * once, and fed through a pipe in random small writes. */
#include "unit.h"

#include <pthread.h>
#include <unistd.h>

#include "base/error.h"
#include "read/paragraphs/lines.h"
#include "read/source.h"
#include "read/stream.h"
#include "slice_feed.h"
#include "stream_twin.h"

static uint64_t seed = 7;

static size_t pick(size_t n)
{
    return random_below(&seed, (unsigned)n);
}

/* ---- a pipe, fed by a thread ---- */

struct writer { int fd; struct slice bytes; size_t most; };

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    uint64_t x = 99;
    while (w->bytes.len > 0) {
        size_t n = 1 + random_below(&x, (unsigned)w->most);
        n = n < w->bytes.len ? n : w->bytes.len;
        ssize_t put = write(w->fd, w->bytes.ptr, n);
        if (put < 0)
            break;
        w->bytes = slice_from(w->bytes, (size_t)put);
    }
    close(w->fd);
    return NULL;
}

static uint64_t largest;   /* article that the stream at hand may have; 0: any */

/* Reads bytes, which come in writes of at most `most` bytes, and shows what
 * comes out. Checks the invariants of pieces on the way. */
static void run(struct buf *log, struct slice bytes, const char *separator, size_t most)
{
    int fds[2];
    pthread_t thread;
    struct notices notices;
    struct batch b = { 0 };
    struct buf all = { 0 };
    uint64_t offset = 0, line = 1, skipped = 0;
    assert_int_equal(pipe(fds), 0);
    struct writer writer = { fds[1], bytes, most };
    assert_int_equal(pthread_create(&thread, NULL, writer_main, &writer), 0);
    notices_init(&notices, NULL);
    struct stream_input in = { .feed = feed_fd(fds[0], "pipe"), .id = SLICE("in"), .separator = slice_str(separator),
                               .most = largest, .from = "UTF-8" };
    struct stream *s = stream_open(&in, &notices);
    buf_clear(log);
    while (batch_clear(&b), stream_next(s, &b)) {
        assert_false(b.failed);
        for (size_t i = 0; i < b.n_articles; i++) {
            const struct article *a = &b.articles[i];
            bool whole = a->head && a->tail;
            if (a->head)
                offset = 0, line = 1;
            assert_int_equal(a->offset, offset);
            assert_int_equal(a->line, line);
            offset += a->bytes.len;
            line += whole ? 0 : lines_count(a->bytes);
            assert_true(whole || b.n_articles == 1);
            assert_true(whole ? a->bytes.len <= SOURCE_WHOLE
                              : a->bytes.len >= (a->tail ? SOURCE_LINES / 2 : 1)
                                && a->bytes.len <= SOURCE_BYTES + SOURCE_BYTES / 2);
            assert_true(a->tail || a->separator == 0);
            skipped += a->skipped;
            if (a->skipped) {
                assert_int_equal(a->bytes.len, 0);
                buf_addf(log, "%s skipped\n", a->id.ptr);
                continue;
            }
            buf_addf(log, "%s %zu %zu%s%s\n", a->id.ptr, a->bytes.len, a->separator,
                     a->head ? "" : " more", a->tail ? "" : " cut");
            assert_true(slice_equal(a->file, SLICE("in")));
            buf_addslice(&all, a->bytes);
        }
    }
    assert_true(largest || slice_equal(buf_slice(&all), bytes));
    stream_close(s);
    pthread_join(thread, NULL);
    assert_int_equal(notices_skipped(&notices), skipped);
    batch_release(&b);
    buf_release(&all);
    notices_release(&notices);
    buf_str(log);
}

static void assert_stream(struct slice bytes, const char *want)
{
    struct buf log = { 0 };
    run(&log, bytes, "\f", 1 << 16);
    assert_string_equal(log.ptr, want);
    run(&log, bytes, "\f", 1);
    assert_string_equal(log.ptr, want);
    buf_release(&log);
}

static void test_separators(void **state)
{
    (void)state;
    assert_stream(SLICE(""), "in 0 0\n");
    assert_stream(SLICE("a"), "in 1 0\n");
    assert_stream(SLICE("a\n\f\nb\n"), "in 4 2\nin.2 2 0\n");
    assert_stream(SLICE("a\n\f\r\nb"), "in 5 3\nin.2 1 0\n");
    assert_stream(SLICE("a\n\f\n"), "in 4 2\n");
    assert_stream(SLICE("a\n\f"), "in 3 1\n");
    assert_stream(SLICE("\f\n\f\na"), "in 2 2\nin.2 2 2\nin.3 1 0\n");
    /* not by itself on its line */
    assert_stream(SLICE("a\f\n\f b\n \f\n\f\r\f\f\n\f\r"), "in 17 0\n");
    assert_stream(SLICE("a\0b\n\f\n\0"), "in 6 2\nin.2 1 0\n");
    assert_stream(SLICE("a\f\n\f\n\f\nb"), "in 5 2\nin.2 2 2\nin.3 1 0\n");
}

/* U+0C0A, a letter of Telugu, has the bytes FF and LF in UTF-16, and is no separator; where a text in
 * UTF-16 ends, one may stand. */
static void test_separators_and_utf_16(void **state)
{
    (void)state;
    assert_stream(SLICE("\xFE\xFF\x0C\x05\0\n\x0C\n\x0C\x30\0\n"), "in 12 0\n");
    assert_stream(SLICE("\xFE\xFF\0\n\x0C\n\0\n\0\n\x0C\n\0 "), "in 14 0\n");
    assert_stream(SLICE("\xFF\xFE\x05\x0C\n\x0C\n\0"), "in 8 0\n");
    assert_stream(SLICE("\xFF\xFE.\0\n\x0C\n\x0C.\0\n\0"), "in 12 0\n");
    assert_stream(SLICE("\xFE\xFF\0a\0\n\f\n\xFE\xFF\0b\0\n\f\n"), "in 8 2\nin.2 8 2\n");
    /* nor is it in the parts in which a text too large is dropped */
    struct buf bytes = { 0 }, log = { 0 };
    for (buf_add(&bytes, "\xFF\xFE", 2); bytes.len < SOURCE_WHOLE;)
        buf_add(&bytes, "\n\x0C\n\0", 4);
    largest = 1000;
    run(&log, buf_slice(&bytes), "\f", 1 << 16);
    assert_string_equal(log.ptr, "in skipped\n");
    largest = 0;
    buf_release(&bytes);
    buf_release(&log);
}

static void test_other_separators(void **state)
{
    (void)state;
    struct buf log = { 0 };
    run(&log, SLICE("a\n-----\nb-----\n----\n-----\r\n-----"), "-----", 2);
    assert_string_equal(log.ptr, "in 8 6\nin.2 19 7\nin.3 5 5\n");
    run(&log, SLICE("a\n\n\f\nb"), "", 2);
    assert_string_equal(log.ptr, "in 6 0\n");
    buf_release(&log);
}

/* ---- beside the twin ---- */

/* An article of about n bytes; kind 0 has blank lines, 1 lines, 2 none, 3 lines of a letter or two, 4 odd ends,
 * 5 sentences, 6 neither those nor words. */
static void add_article(struct buf *out, size_t n, size_t kind)
{
    static const char *const ends[7][4] = {
        { "\n", "\n\n", "\r\n \r\n", ". " }, { "\n", "\r\n", " ", "\n" }, { "é", "港", " ", "." },
        { "\n", "\n", "\r\n", "\n\n" }, { "\v", "\f", "\xE2\x80\xA8", "\xE2\x80\xA9" },
        { " ", "港。", "? ", "é" }, { "é", "港", ".", "" },
    };
    size_t end = out->len + n;
    while (out->len < end) {
        for (size_t k = 1 + pick(kind >= 3 ? 2 : 90); k > 0; k--)
            buf_addch(out, (char)('a' + pick(26)));
        buf_addstr(out, ends[kind][pick(4)]);
    }
}

/* Articles of all sizes, parted or not, with every limit. */
static void test_like_the_naive_twin(void **state)
{
    (void)state;
    static const uint64_t limits[] = { 0, 0, 100, 10000, SOURCE_BYTES, SOURCE_WHOLE, SOURCE_WHOLE + SOURCE_BYTES };
    static const size_t sizes[] = { 0, 1, 300, 3000, 60000, SOURCE_BYTES, SOURCE_WHOLE - 50,
                                    SOURCE_WHOLE + 50, SOURCE_WHOLE + SOURCE_BYTES };
    struct buf bytes = { 0 }, want = { 0 }, log = { 0 };
    for (int round = 0; round < 32; round++) {
        buf_clear(&bytes);
        for (size_t n = 1 + pick(60); n > 0; n--) {
            size_t size = sizes[pick(10) ? pick(5) : pick(9)];
            add_article(&bytes, size, pick(7));
            if (pick(10))
                buf_addstr(&bytes, pick(2) ? "\n\f\n" : "\n\f\r\n");
        }
        largest = limits[pick(sizeof limits / sizeof *limits)];
        twin(&want, buf_slice(&bytes), largest);
        run(&log, buf_slice(&bytes), "\f", 1 << 20);
        assert_string_equal(log.ptr, want.ptr);
        run(&log, buf_slice(&bytes), "\f", 30000);
        assert_string_equal(log.ptr, want.ptr);
    }
    largest = 0;
    buf_release(&bytes);
    buf_release(&want);
    buf_release(&log);
}

/* Sizes around every limit, with and without a separator at the very end. */
static void test_limits(void **state)
{
    (void)state;
    static const size_t at[] = { SOURCE_BYTES, SOURCE_WHOLE, SOURCE_WHOLE + SOURCE_BYTES / 2,
                                 SOURCE_BYTES + SOURCE_BYTES / 2 };
    static const char *const tails[] = { "", "\n\f", "\n\f\n", "\n\f\r\n", "\n\f\nz", "\n\f\r" };
    struct buf bytes = { 0 }, want = { 0 }, log = { 0 };
    for (size_t i = 0; i < 4 * 6 * 9; i++) {
        size_t size = at[i % 4] - 4 + i / 24;
        buf_clear(&bytes);
        assert_true(buf_reserve(&bytes, size + 8));
        memset(bytes.ptr, 'x', size);
        /* without line ends every piece but the last has SOURCE_BYTES: of 16.5
         * times that, what is left for the last is as long as it may be */
        for (size_t k = 0; k < size && i % 4 != 2; k += 100)
            bytes.ptr[k] = '\n';
        bytes.len = size;
        buf_addstr(&bytes, tails[i / 4 % 6]);
        largest = i % 3 ? 0 : at[i % 4];
        twin(&want, buf_slice(&bytes), largest);
        run(&log, buf_slice(&bytes), "\f", 1 << 20);
        assert_string_equal(log.ptr, want.ptr);
    }
    largest = 0;
    buf_release(&bytes);
    buf_release(&want);
    buf_release(&log);
}

static void test_pieces_without_line_feeds(void **state)
{
    (void)state;
    struct buf bytes = { 0 }, log = { 0 };
    for (size_t i = 0; i < SOURCE_WHOLE + 1000; i++)
        buf_addch(&bytes, i % 101 == 100 ? '\r' : 'x');
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    assert_int_equal(strncmp(log.ptr, "in 262095 0 cut\n", 16), 0);   /* 101 * 2595 */
    /* bytes that are no UTF-8 are cut anywhere */
    memset(bytes.ptr, 0x80, bytes.len);
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    assert_int_equal(strncmp(log.ptr, "in 262144 0 cut\n", 16), 0);
    /* CR LF is never parted */
    memset(bytes.ptr, 'x', bytes.len);
    bytes.ptr[SOURCE_BYTES - 1] = '\r';
    bytes.ptr[SOURCE_BYTES] = '\n';
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    assert_int_equal(strncmp(log.ptr, "in 262143 0 cut\n", 16), 0);
    /* a piece that begins within a line does not begin with a separator */
    memset(bytes.ptr, 'x', bytes.len);
    memcpy(bytes.ptr + SOURCE_BYTES, "\f\n", 2);
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    assert_null(strstr(log.ptr, "in.2"));
    buf_release(&bytes);
    buf_release(&log);
}

/* Adds n bytes of words, and an end. */
static void add_line(struct buf *out, size_t n, const char *end)
{
    for (size_t i = 0; i < n; i++)
        buf_addch(out, i % 7 ? 'x' : ' ');
    buf_addstr(out, end);
}

/* A line that fits into a piece is never cut, wherever it begins; of one that does not, no
 * word is. */
static void test_long_lines(void **state)
{
    (void)state;
    struct buf bytes = { 0 }, log = { 0 };
    add_line(&bytes, 100, "\n");
    for (size_t i = 0; i < 20; i++)
        add_line(&bytes, SOURCE_BYTES - 5, "\n\n");
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    buf_str(&log);
    assert_int_equal(strncmp(log.ptr, "in 101 0 cut\nin 262141 0 more cut\n", 34), 0);
    assert_null(strstr(log.ptr, "262144"));
    buf_clear(&bytes);
    add_line(&bytes, SOURCE_WHOLE + 1, "\n");
    run(&log, buf_slice(&bytes), "\f", 1 << 20);
    assert_int_equal(strncmp(log.ptr, "in 262144 0 cut\nin 262143 0 more cut\n", 37), 0);
    buf_release(&bytes);
    buf_release(&log);
}

/* ---- what is spoiled ---- */

/* A feed that gives parts, one a read, and fails between two of them. */
struct parts { struct slice *next, *end; };

static long read_part(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct parts *p = f->self;
    if (p->next == p->end)
        return 0;
    f->goes_on = true;
    if (p->next->len == 0) {
        p->next++;
        error_set(error, COPYDESK_SKIPPED, f->path, 0, "is spoiled");
        return -1;
    }
    size_t got = n < p->next->len ? n : p->next->len;
    memcpy(out, p->next->ptr, got);
    *p->next = slice_from(*p->next, got);
    p->next += p->next->len == 0;
    return (long)got;
}

static void close_parts(struct feed *f)
{
    (void)f;
}

/* What comes out of the parts; an empty one stands for spoiled bytes. */
static void assert_parts(const struct slice *parts, size_t n, const char *separator, bool look, const char *want)
{
    struct slice left[8], first;
    struct notices notices;
    struct batch b = { 0 };
    struct buf log = { 0 };
    memcpy(left, parts, n * sizeof *parts);
    struct parts p = { left, left + n };
    struct feed f = { .read = read_part, .close = close_parts, .path = "parts", .fd = -1, .self = &p };
    notices_init(&notices, NULL);
    struct stream_input in = { .feed = f, .id = SLICE("in"), .separator = slice_str(separator), .most = largest };
    struct stream *s = stream_open(&in, &notices);
    if (look && stream_look(s, &first) && slice_starts(first, SLICE("{")))
        stream_take_records(s, 1000);
    while (batch_clear(&b), stream_next(s, &b))
        for (size_t i = 0; i < b.n_articles; i++) {
            struct slice text = b.articles[i].bytes;
            if (text.len > 100)
                buf_addf(&log, "%zu%s|", text.len, b.articles[i].tail ? "" : "+");
            else
                buf_addf(&log, "%.*s|", (int)text.len, text.ptr);
        }
    buf_addf(&log, " %d", (int)notices_skipped(&notices));
    assert_string_equal(buf_str(&log), want);
    stream_close(s);
    batch_release(&b);
    buf_release(&log);
    notices_release(&notices);
}

#define PARTS(...) (const struct slice[]){ __VA_ARGS__ }, sizeof (const struct slice[]){ __VA_ARGS__ } / sizeof (struct slice)
#define BAD { NULL, 0 }

/* Text is left out between the separators around what is spoiled, and nothing else. */
static void test_spoiled(void **state)
{
    (void)state;
    for (int look = 0; look < 2; look++) {
        assert_parts(PARTS({ "a\n\f\nb", 6 }, BAD, { "c\n\f\nd\n", 7 }), "\f", look, "a\n\f\n|d\n| 2");
        assert_parts(PARTS({ "a\n\f\n", 4 }, BAD, BAD, { "c\n\f\nd", 6 }), "\f", look, "a\n\f\n|d| 4");
        assert_parts(PARTS(BAD, { "c\n\f\nd", 6 }), "\f", look, "d| 2");
        assert_parts(PARTS({ "a", 1 }, BAD, { "\f\nd\n", 4 }, BAD), "\f", look, " 4");
        assert_parts(PARTS({ "a", 1 }, BAD, { "\f\nd\n\f\n", 6 }), "\f", look, "d\n\f\n| 2");
        assert_parts(PARTS(BAD, { "c\n\f\nd", 6 }), "", look, look ? " 2" : " 1");
        assert_parts(PARTS({ "a\n", 2 }, BAD, { "c\n", 2 }), "", look, " 1");
    }
    assert_parts(PARTS(BAD, { "{1\n{2", 5 }, BAD, { "{3\n", 3 }), "\f", true, "{1\n|{2\n|{3\n| 2");
    assert_parts(PARTS({ "{0", 2 }, BAD, BAD, { "{1\n", 3 }), "\f", true, "{1\n| 2");
}

/* Of what is huge the pieces before the spoiled bytes were given already. */
static void test_spoiled_huge(void **state)
{
    (void)state;
    struct buf huge = { 0 };
    while (huge.len < SOURCE_WHOLE + 100)
        buf_addstr(&huge, "0123456789abcde\n");
    struct buf want = { 0 };
    size_t left = huge.len;
    for (; left > SOURCE_BYTES + SOURCE_BYTES / 2; left -= SOURCE_BYTES)
        buf_addf(&want, "%d+|", SOURCE_BYTES);
    buf_addf(&want, "%zu|d| 2", left);
    assert_parts(PARTS({ huge.ptr, huge.len }, BAD, { "c\n\f\nd", 6 }), "\f", false, buf_str(&want));
    largest = 1000;
    assert_parts(PARTS({ huge.ptr, huge.len }, BAD, { "c\n\f\nd", 6 }), "\f", false, "|d| 3");
    largest = 0;
    buf_release(&huge);
    buf_release(&want);
}

static int n_noticed;

static void on_notice(void *payload, const struct copydesk_error *what)
{
    (void)payload;
    n_noticed += strcmp(what->path, "folder") == 0 && what->status == COPYDESK_SKIPPED;
}

static void test_read_error(void **state)
{
    (void)state;
    int fds[2];
    struct notices notices;
    struct batch b = { 0 };
    struct copydesk_observer observer = { .notice = on_notice };
    assert_int_equal(pipe(fds), 0);
    notices_init(&notices, &observer);
    /* the writing end cannot be read */
    struct stream_input in = { .feed = feed_fd(fds[1], "folder"), .id = SLICE("in"), .separator = SLICE("\f") };
    struct stream *s = stream_open(&in, &notices);
    assert_int_equal(stream_next(s, &b), 0);
    assert_int_equal(n_noticed, 1);
    stream_close(s);
    close(fds[0]);
    batch_release(&b);
    notices_release(&notices);
}

static void test_memory_feed(void **state)
{
    (void)state;
    struct slice bytes = SLICE("one\n\f\ntwo\n");
    struct notices notices;
    struct batch b = { 0 };
    notices_init(&notices, NULL);
    struct stream_input in = { .feed = feed_slice(&bytes, "memory"), .id = SLICE("in"), .separator = SLICE("\f") };
    struct stream *s = stream_open(&in, &notices);
    assert_int_equal(stream_next(s, &b), 1);
    assert_int_equal(b.n_articles, 2);
    assert_true(slice_equal(b.articles[1].bytes, SLICE("two\n")));
    assert_int_equal(bytes.len, 0);
    batch_clear(&b);
    assert_int_equal(stream_next(s, &b), 0);
    stream_close(s);
    batch_release(&b);
    notices_release(&notices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separators),
        cmocka_unit_test(test_separators_and_utf_16),
        cmocka_unit_test(test_other_separators),
        cmocka_unit_test(test_like_the_naive_twin),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_pieces_without_line_feeds),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_spoiled_huge),
        cmocka_unit_test(test_read_error),
        cmocka_unit_test(test_memory_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
