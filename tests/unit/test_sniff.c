/* look: what first bytes say, as they come one by one, and what is put in the
 * place of a feed. */
#include "unit.h"

#include "read/unpack/sniff.h"
#include "slice_feed.h"

/* Nothing is said for sure before the n-th byte is there; then this. */
static void assert_looked(struct slice bytes, size_t n, enum kind kind, bool packed)
{
    for (size_t i = 0; i <= bytes.len; i++) {
        struct sniffed l = sniff_bytes(slice_of(bytes.ptr, i));
        if (l.sure != (i >= n) || (i >= n && (l.kind != kind || l.packed != packed)))
            fail_msg("%zu bytes of %zu: sure %d, kind %d, packed %d", i, bytes.len, l.sure, (int)l.kind, l.packed);
    }
}

static void test_compressed(void **state)
{
    (void)state;
    assert_looked(SLICE("\x1F\x8B\x08\0\0"), 3, KIND_TEXT, true);
    assert_looked(SLICE("\xFD" "7zXZ\0\0"), 6, KIND_TEXT, true);
    assert_looked(SLICE("\x28\xB5\x2F\xFD\0"), 4, KIND_TEXT, true);
    assert_looked(SLICE("\x04\x22\x4D\x18\0"), 4, KIND_TEXT, true);
    assert_looked(SLICE("\x02\x21\x4C\x18\0"), 4, KIND_TEXT, true);
    assert_looked(SLICE("]\0\0\x80\0"), 3, KIND_TEXT, true);
    assert_looked(SLICE("LZIP\1\x0C"), 5, KIND_TEXT, true);
    assert_looked(SLICE("\x50\x2A\x4D\x18\0"), 4, KIND_TEXT, true);   /* a frame to be skipped: pzstd begins so */
    assert_looked(SLICE("\x5F\x2A\x4D\x18\0"), 4, KIND_TEXT, true);
    assert_looked(SLICE("BZh91AY&SY\0"), 10, KIND_TEXT, true);
    assert_looked(SLICE("BZh1\x17\x72\x45\x38\x50\x90\0"), 10, KIND_TEXT, true);
}

static void test_containers(void **state)
{
    (void)state;
    char tar[SNIFF_BYTES] = "news/flood.txt", cpio[110], old[76];
    memcpy(tar + 257, "ustar", 5);
    memset(cpio, 'A', sizeof cpio);
    memset(old, '0', sizeof old);
    memcpy(cpio, "070701", 6);
    memcpy(old, "070707", 6);
    assert_looked(slice_of(tar, sizeof tar), 262, KIND_ARCHIVE, false);
    assert_looked(slice_of(cpio, sizeof cpio), 110, KIND_ARCHIVE, false);
    assert_looked(slice_of(old, sizeof old), 76, KIND_ARCHIVE, false);
    assert_looked(SLICE("PK\3\4\0"), 4, KIND_ARCHIVE, false);
    assert_looked(SLICE("PK\5\6\0"), 4, KIND_ARCHIVE, false);   /* no members */
    assert_looked(SLICE("7z\xBC\xAF\x27\x1C\0"), 6, KIND_ARCHIVE, false);
    assert_looked(SLICE("WARC/1.0\r\n"), 7, KIND_WARC, false);
}

/* What is no text is named: an archive called .txt, too. */
static void test_binary(void **state)
{
    (void)state;
    char tar[SNIFF_BYTES] = "news/flood.txt";
    assert_null(sniff_binary(slice_of(tar, sizeof tar)));
    memcpy(tar + 257, "ustar", 5);
    assert_string_equal(sniff_binary(slice_of(tar, sizeof tar)), "an archive");
    assert_string_equal(sniff_binary(SLICE("%PDF-1.7\n")), "a PDF file");
    assert_null(sniff_binary(SLICE("Snow fell.\n")));
}

/* A line of text is waited for, and taken for nothing else. */
static void test_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\n", "Snow fell.\n", "BZh9 was its name.\n", "PK is a name.\n", "7z is another.\n", "LZIP packs.\n", "] is a sign.\n", "WARC: a story\n",
        "070701 was the number of the\n", "070707000000\n", "{\"text\":\"Snow.\"}\n", ("\xEF\xBB\xBF" "Snow.\n"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sniffed l = sniff_bytes(slice_str(texts[i]));
        assert_true(l.sure && l.kind == KIND_TEXT && !l.packed);
    }
    char page[SNIFF_BYTES];   /* without an end of line: no tar, whatever its mark's place holds */
    memset(page, 'x', sizeof page);
    assert_looked(slice_of(page, sizeof page), 258, KIND_TEXT, false);
}

/* All bytes come out of the feed that was sniffed into, however they came. */
static void test_feed(void **state)
{
    (void)state;
    struct slice bytes = SLICE("Snow fell on the hills.\nAnd rain in the town.\n"), left = bytes;
    struct feed f = feed_slice(&left, "memory");
    struct copydesk_error error;
    enum kind kind = KIND_WARC;
    char out[64];
    size_t n = 0;
    assert_true(sniff_feed(&f, 0, &kind, NULL, &error));
    assert_int_equal(kind, KIND_TEXT);
    for (long got; (got = feed_read(&f, out + n, 7, &error)) > 0;)
        n += (size_t)got;
    assert_true(slice_equal(slice_of(out, n), bytes));
    feed_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compressed),
        cmocka_unit_test(test_containers),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
