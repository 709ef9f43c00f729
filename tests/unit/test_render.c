/* render: the text of standing paragraphs, and what stands between them. */
#include "unit.h"

#include "write/render.h"

enum { MAX_PARAS = 8 };

/* An article in a notation of its own: "<...>" is a paragraph that stands,
 * "[...]" a dropped one, "{...}" one that is written in capitals (ASCII); what
 * is outside is not paragraph. The brackets are not part of the bytes. */
struct made {
    char bytes[256], texts[256];
    struct article a;
    struct para paras[MAX_PARAS];
};

static void make(struct made *m, const char *notation)
{
    size_t len = 0, n_texts = 0, n = 0;
    *m = (struct made){ .a = { .id = SLICE("a"), .line = 1, .head = true, .tail = true } };
    for (const char *p = notation; *p; p++) {
        struct para *para = &m->paras[n];
        if (strchr("<[{", *p)) {
            para->raw.ptr = m->bytes + len;
            para->action = *p == '[' ? COPYDESK_DROP : COPYDESK_KEEP;
            para->text.ptr = *p == '{' ? m->texts + n_texts : para->raw.ptr;
        } else if (strchr(">]}", *p)) {
            para->raw.len = para->text.len = (size_t)(m->bytes + len - para->raw.ptr);
            for (size_t i = 0; *p == '}' && i < para->raw.len; i++) {
                char c = para->raw.ptr[i];
                m->texts[n_texts++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
            }
            n++;
        } else {
            m->bytes[len++] = *p;
        }
    }
    m->a.bytes = slice_of(m->bytes, len);
    m->a.n = n;
}

static void assert_renders(const char *notation, enum copydesk_between between, const char *text)
{
    struct made m;
    struct buf out = { 0 };
    bool started = false;
    make(&m, notation);
    render_article(between, &m.a, m.paras, &started, &out);
    assert_string_equal(buf_str(&out), text);
    assert_int_equal(started, out.len > 0);
    buf_release(&out);
}

static void blank_lines_part_paragraphs(void **state)
{
    (void)state;
    assert_renders("<one>\n<two>\n", COPYDESK_BETWEEN_BLANK, "one\n\ntwo\n");
    assert_renders("<one>\n\n<two>", COPYDESK_BETWEEN_BLANK, "one\n\ntwo\n");
    assert_renders("\n\n<one>\r\n \r\n<two>\n\n\n", COPYDESK_BETWEEN_BLANK, "one\n\ntwo\n");
    assert_renders("<one\nmore>\n\n\n<two>\n", COPYDESK_BETWEEN_BLANK, "one\nmore\n\ntwo\n");
}

static void line_puts_one_line_feed(void **state)
{
    (void)state;
    assert_renders("<one>\n\n<two>\n<three>", COPYDESK_BETWEEN_LINE, "one\ntwo\nthree\n");
}

static void keep_keeps_one_line_end_or_two(void **state)
{
    (void)state;
    assert_renders("<a>\n<b>\n\n<c>\n\n\n\n<d>\n", COPYDESK_BETWEEN_KEEP, "a\nb\n\nc\n\nd\n");
    assert_renders("<a>\r\n<b>\r\n\r\n<c>\r<d>", COPYDESK_BETWEEN_KEEP, "a\nb\n\nc\nd\n");
    assert_renders("<a>\xC2\x85<b>\xE2\x80\xA8\xE2\x80\xA9<c>", COPYDESK_BETWEEN_KEEP, "a\nb\n\nc\n");
    /* the gap right before the paragraph counts, not one beyond a dropped line */
    assert_renders("<a>\xE2\x80\xA8\n<b>\n\v<c>", COPYDESK_BETWEEN_KEEP, "a\n\nb\n\nc\n");   /* as split counts them */
    assert_renders("<a>\n\n[x]\n<b>\n", COPYDESK_BETWEEN_KEEP, "a\nb\n");
}

/* Edited text is not of the input: no copy goes on from it. */
static void edited_text_is_not_extended(void **state)
{
    (void)state;
    static const char bytes[] = "a\n\nb";
    struct para p[2] = { { .raw = slice_of(bytes, 1), .text = SLICE("A") },
                         { .raw = slice_of(bytes + 3, 1), .text = slice_of(bytes + 3, 1) } };
    struct article a = { .bytes = slice_of(bytes, 4), .n = 2, .head = true };
    struct buf out = { 0 };
    bool started = false;
    render_article(COPYDESK_BETWEEN_BLANK, &a, p, &started, &out);
    assert_string_equal(buf_str(&out), "A\n\nb");   /* no tail: no line feed yet */
    buf_release(&out);
}

/* In a later piece the gap before the first paragraph was cut: a blank line. */
static void keep_puts_a_blank_line_between_pieces(void **state)
{
    (void)state;
    struct made m;
    struct buf out = { 0 };
    bool started = true;
    make(&m, "<a>\n<b>\n");
    m.a.head = false;
    render_article(COPYDESK_BETWEEN_KEEP, &m.a, m.paras, &started, &out);
    assert_string_equal(buf_str(&out), "\n\na\nb\n");
    buf_release(&out);
}

static void dropped_and_edited_paragraphs(void **state)
{
    (void)state;
    assert_renders("[x]\n\n<a>\n\n[y]\n\n{b}\n\n<c>\n\n[z]\n", COPYDESK_BETWEEN_BLANK, "a\n\nB\n\nc\n");
    assert_renders("{a}\n\n{b}\n\n<c>\n\n{d}", COPYDESK_BETWEEN_BLANK, "A\n\nB\n\nc\n\nD\n");
}

static void nothing_left_is_nothing(void **state)
{
    (void)state;
    assert_renders("", COPYDESK_BETWEEN_BLANK, "");
    assert_renders("\n\n", COPYDESK_BETWEEN_BLANK, "");
    assert_renders("[x]\n[y]\n", COPYDESK_BETWEEN_BLANK, "");
}

static void a_copy_writes_nothing(void **state)
{
    (void)state;
    struct made m;
    struct buf out = { 0 };
    bool started = false;
    make(&m, "<a>\n<b>\n");
    m.a.reason = COPYDESK_COPY;
    render_article(COPYDESK_BETWEEN_BLANK, &m.a, m.paras, &started, &out);
    assert_int_equal(out.len, 0);
    assert_false(started);
    buf_release(&out);
}

/* Pieces joined are the article: separators between, one line feed behind. */
static void pieces_join(void **state)
{
    (void)state;
    static const char *const pieces[] = { "[x]\n", "<a>\n", "[y]\n", "<b>\n{c}\n", "[z]\n" };
    struct buf out = { 0 };
    struct made m;
    bool started = false;
    for (size_t i = 0; i < 5; i++) {
        make(&m, pieces[i]);
        m.a.head = i == 0;
        m.a.tail = i == 4;
        render_article(COPYDESK_BETWEEN_BLANK, &m.a, m.paras, &started, &out);
    }
    assert_string_equal(buf_str(&out), "a\n\nb\n\nC\n");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_lines_part_paragraphs),
        cmocka_unit_test(line_puts_one_line_feed),
        cmocka_unit_test(keep_keeps_one_line_end_or_two),
        cmocka_unit_test(edited_text_is_not_extended),
        cmocka_unit_test(keep_puts_a_blank_line_between_pieces),
        cmocka_unit_test(dropped_and_edited_paragraphs),
        cmocka_unit_test(nothing_left_is_nothing),
        cmocka_unit_test(a_copy_writes_nothing),
        cmocka_unit_test(pieces_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
