/* piece: the pieces of huge articles in other encodings than UTF-8. */
#include "unit.h"

#include "read/charset/encoding.h"
#include "read/decode.h"
#include "read/paragraphs/lines.h"
#include "read/paragraphs/split.h"
#include "read/source.h"
#include "read/stream.h"
#include "slice_feed.h"

/* Reads one huge article in that encoding, and asserts that each piece of it is valid there. */
static void assert_pieces_are_whole(const char *encoding, struct slice bytes)
{
    struct notices notices;
    struct batch b = { 0 };
    struct buf all = { 0 }, want = { 0 };
    struct slice left = bytes;
    notices_init(&notices, NULL);
    struct stream_input in = { .feed = feed_slice(&left, "in"), .id = SLICE("in"), .separator = SLICE("\f"), .from = encoding };
    struct stream *s = stream_open(&in, &notices);
    while (batch_clear(&b), stream_next(s, &b)) {
        assert_string_equal(b.articles[0].id.ptr, "in");
        assert_true(b.articles[0].exact);
        buf_addslice(&all, b.articles[0].bytes);
    }
    assert_true(encoding_decode(encoding, bytes, &want));
    assert_true(slice_equal(buf_slice(&all), buf_slice(&want)));
    stream_close(s);
    batch_release(&b);
    buf_release(&all);
    buf_release(&want);
    notices_release(&notices);
}

/* No character of several bytes is cut, in whatever encoding, though no line ends. */
static void test_long_lines_of_other_encodings(void **state)
{
    static const struct { const char *encoding, *letters; } lines[] = {
        { "GB18030", "\xC4\xE3\xBA\xC3" },
        { "GB18030", "\xB0\xC2\x85\x40" },     /* as NEL between the two */
        { "GB18030", "\x81\x30\x81\x30" },     /* four bytes */
        { "GB18030", "\xE3\x80\x82\xBA" },   /* as the full stop of UTF-8 */
        { "Shift_JIS", "\x93\xFA\x96\x7B" },
        { "Big5", "\xA4\xA4\xA4\xE5" },
    };
    struct buf bytes = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buf_clear(&bytes);
        for (buf_addch(&bytes, 'x'); bytes.len < SOURCE_WHOLE + SOURCE_BYTES;)
            buf_addstr(&bytes, lines[i].letters);
        assert_pieces_are_whole(lines[i].encoding, buf_slice(&bytes));
    }
    buf_release(&bytes);
}

/* U+0C0A, of which half is a form feed, is no separator at the head of a piece, either. */
static void test_huge_utf_16(void **state)
{
    struct buf bytes = { 0 };
    (void)state;
    for (buf_add(&bytes, "\xFF\xFE", 2); bytes.len < SOURCE_WHOLE + SOURCE_BYTES;)
        buf_add(&bytes, "\n\x0C\n\0", 4);
    assert_pieces_are_whole("UTF-16LE", buf_slice(&bytes));
    buf_release(&bytes);
}

/* NEL ends no line of an article that has line feeds, though a piece, or many, may have none. */
static void test_nel_beside_line_feeds(void **state)
{
    (void)state;
    for (int feeds = 0; feeds < 2; feeds++) {
        struct notices notices;
        struct batch b = { 0 };
        struct buf bytes = { 0 };
        uint64_t line = 1;
        while (bytes.len < SOURCE_WHOLE + SOURCE_BYTES)
            buf_addstr(&bytes, "It rained\xC2\x85 and it snowed. ");
        if (feeds)
            memcpy(bytes.ptr + SOURCE_WHOLE - 1, "\n", 1);
        struct slice left = buf_slice(&bytes);
        notices_init(&notices, NULL);
        struct stream *s = stream_open(&(struct stream_input){ .feed = feed_slice(&left, "in"), .id = SLICE("in") }, &notices);
        while (batch_clear(&b), stream_next(s, &b)) {
            struct article *a = &b.articles[0];
            assert_int_equal(a->line, line);
            decode_article(a);
            split_article(&b, a, COPYDESK_PARAGRAPHS_LINE);
            assert_true(feeds ? a->n < 3 : a->n > 100);
            line += feeds ? lines_count_part(a->bytes) : lines_count(a->bytes);
        }
        stream_close(s);
        batch_release(&b);
        buf_release(&bytes);
        notices_release(&notices);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_lines_of_other_encodings),
        cmocka_unit_test(test_huge_utf_16),
        cmocka_unit_test(test_nel_beside_line_feeds),
    };
    return cmocka_run_group_tests_name("piece", tests, NULL, NULL);
}
