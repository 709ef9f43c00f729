/* explain -- what became of an article or a line, in plain words. The journal
 * is read twice: once to know which article is meant, once to tell of it. */
#include "base/buf.h"
#include "base/error.h"
#include "read/paragraphs/lines.h"
#include "text/utf8.h"
#include "write/journal/journal_read.h"

/* ---- which article ---- */

struct search {
    struct slice wanted;
    struct buf id;             /* of the article found: the wanted one, or one that ends in "/" and that */
    struct buf inner;          /* the longest id in which the wanted one ends: a path in front of it was typed, too */
    bool exact, several;
};

/* Whether path is one of folders and, behind a slash, that. */
static bool is_below(struct slice path, struct slice that)
{
    return path.len > that.len && slice_ends(path, that) && path.ptr[path.len - that.len - 1] == '/';
}

/* Looks whether the record is of the article that is wanted. */
static bool look(void *payload, const struct journal_record *r)
{
    struct search *s = payload;
    struct slice id = r->article;
    if (r->kind != JOURNAL_ARTICLE)
        return true;
    bool same = slice_equal(id, s->wanted), ends = is_below(id, s->wanted);
    if (is_below(s->wanted, id) && id.len > s->inner.len) {
        buf_clear(&s->inner);
        buf_addslice(&s->inner, id);
    }
    if (s->exact || (!same && !ends) || (s->id.len && slice_equal(id, buf_slice(&s->id))))
        return true;
    s->several = !same && s->id.len > 0;
    s->exact = same;
    if (same)
        buf_clear(&s->id);
    if (s->id.len == 0)
        buf_addslice(&s->id, id);
    return true;
}

/* Reads the journal to find the one article that s->wanted names. */
static enum copydesk_status find(struct search *s, const char *journal, struct copydesk_error *error)
{
    if (!journal_is_lasting(journal, error))
        return COPYDESK_FAILED;
    if (journal_each(journal, look, s, error) < 0)
        return journal_swapped(journal, s->wanted.ptr, error);
    if (s->id.failed || s->inner.failed)
        return error_memory(error);
    const char *name = s->wanted.ptr;
    if (s->id.len == 0)
        return error_set(error, COPYDESK_SKIPPED, name, 0,
                         "not in this journal; ids are paths below the input directory%s%s",
                         s->inner.len ? ", as " : "", buf_str(&s->inner));
    if (s->several)
        return error_set(error, COPYDESK_SKIPPED, name, 0,
                         "several articles of this journal end so; give more of the id");
    return COPYDESK_OK;
}

/* ---- what is told ---- */

struct telling {
    struct slice id;           /* of the article */
    uint64_t line;             /* 0: of everything */
    struct buf told;           /* what is told of the article at hand, line by line */
    uint64_t bytes, wrote, lines, gone, respelt;   /* of the article; gone, respelt: paragraphs */
    uint64_t found;            /* records of the lines asked for */
    struct buf copy_of;        /* of what article this is a copy, or nearly one */
    struct buf place;          /* of a record: "FILE:LINE" */
    struct buf others;         /* what is told of earlier articles of that id; in the end the whole answer */
    bool begun;                /* an article of that id was seen */
    bool several;              /* and it was not the only one */
    bool skipped, wall;
    bool is_copy, is_near;     /* dropped whole as such; is_near alone: flagged */
    bool is_rest;              /* a copy without what other articles have */
    uint64_t jaccard, containment;
    bool other_run;            /* another run began since the last record of it */
};

/* Code points that a quote shows of a paragraph's start and end (guess: both
 * fit beside the words of a line of 100). */
enum { QUOTE_START = 32, QUOTE_END = 16, QUOTE_WHOLE = 60 };

/* Appends code points [from, to) of s on one line; controls are blanks. */
static void put_part(struct buf *out, struct slice s, size_t from, size_t to)
{
    const char *end = s.ptr + s.len;
    size_t i = 0;
    for (const char *p = s.ptr; p < end && i < to; i++) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        p += n;
        if (i < from)
            continue;
        if (cp == UTF8_BAD)
            utf8_add(out, 0xFFFD);
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            buf_addch(out, ' ');
        else
            buf_add(out, p - n, n);
    }
}

/* Cuts the last (below: the first) word of what out has from `from` on, which may
 * be only half of one; not when there is no other. */
static void cut_last_word(struct buf *out, size_t from)
{
    size_t end = out->len;
    while (end > from && out->ptr[end - 1] != ' ')
        end--;
    if (end > from)
        out->len = end - 1;
}

static void cut_first_word(struct buf *out, size_t from)
{
    if (out->len == from)
        return;
    const char *blank = memchr(out->ptr + from, ' ', out->len - from);
    if (!blank)
        return;
    size_t after = (size_t)(blank - out->ptr) + 1;
    memmove(out->ptr + from, out->ptr + after, out->len - after);
    out->len -= after - from;
}

/* ("The first words ... the last", 220 bytes) */
static void put_quote(struct buf *out, struct slice text)
{
    size_t n = utf8_count(text);
    buf_addstr(out, " (\"");
    if (n <= QUOTE_WHOLE) {
        put_part(out, text, 0, n);
    } else {
        size_t from = out->len;
        put_part(out, text, 0, QUOTE_START);
        cut_last_word(out, from);
        buf_addstr(out, " ... ");
        from = out->len;
        put_part(out, text, n - QUOTE_END, n);
        cut_first_word(out, from);
    }
    buf_addf(out, "\", %zu bytes)", text.len);
}

/* The name of an article, which may be anything, on one line. */
static void put_name(struct buf *out, struct slice id)
{
    put_part(out, id, 0, SIZE_MAX);
}

/* "rule en/x (class y)" */
static void put_rule(struct buf *out, const struct journal_record *r)
{
    buf_addstr(out, "rule ");
    buf_addslice(out, r->rule);
    buf_addstr(out, " (class ");
    buf_addslice(out, r->cls);
    buf_addch(out, ')');
}

static void put_why(struct buf *out, const struct journal_record *r)
{
    struct slice reason = r->reason;
    if (slice_equal(reason, SLICE("repeat"))) {
        buf_addf(out, "it repeats line %llu of this article", (unsigned long long)r->first_line);
    } else if (slice_equal(reason, SLICE("seen"))) {
        put_name(out, r->first_article);
        buf_addf(out, " has it on line %llu", (unsigned long long)r->first_line);
    } else if (slice_equal(reason, SLICE("near-paragraph"))) {
        put_name(out, r->first_article);
        buf_addf(out, " has it on line %llu in nearly the same words", (unsigned long long)r->first_line);
    } else if (slice_equal(reason, SLICE("rule"))) {
        put_rule(out, r);
        buf_addstr(out, " takes it");
    } else if (slice_equal(reason, SLICE("listed"))) {
        buf_addstr(out, "the list given with --drops says so");
    } else if (journal_aside_named(reason)) {
        buf_addstr(out, journal_aside_named(reason)->one);
    } else {
        buf_addstr(out, "nothing is left of it after repair");
        if (r->repairs.len)
            buf_addstr(out, ": ");
        buf_addslice(out, r->repairs);
    }
}

/* "line 8 is gone: " or "lines 8 to 11 are gone: " */
static void put_lines(struct buf *out, uint64_t first, uint64_t last, const char *one, const char *many)
{
    if (first == last)
        buf_addf(out, "line %llu %s", (unsigned long long)first, one);
    else
        buf_addf(out, "lines %llu to %llu %s", (unsigned long long)first, (unsigned long long)last,
                 many);
}

/* "rule en/x (class y) cuts a part of it, spaces" */
static void put_edit(struct buf *out, const struct journal_record *r)
{
    if (r->rule.len) {
        put_rule(out, r);
        buf_addstr(out, r->repairs.len ? " cuts a part of it, " : " cuts a part of it");
    }
    buf_addslice(out, r->repairs);
}

/* Notes whose text the article has, wholly or nearly. */
static void tell_whose(struct telling *t, const struct journal_record *r, bool near)
{
    t->is_near = near;
    t->jaccard = r->jaccard;
    t->containment = r->containment;
    buf_clear(&t->copy_of);
    buf_addslice(&t->copy_of, r->first_article);
}

/* Tells of a drop or an edit when its lines are asked for. */
static void tell(struct telling *t, const struct journal_record *r)
{
    uint64_t last = r->line + lines_count_part(r->text);
    bool dropped = r->kind == JOURNAL_DROP;
    t->gone += dropped;
    t->respelt += r->kind == JOURNAL_EDIT;
    bool near = slice_equal(r->reason, SLICE("near"));
    if (dropped && (near || slice_equal(r->reason, SLICE("copy")))) {
        t->is_copy = true;
        t->is_rest = r->rest;
        tell_whose(t, r, near);
        return;
    }
    if (t->line && (t->line < r->line || t->line > last))
        return;
    t->found++;
    if (r->kind == JOURNAL_NOTE) {
        put_lines(&t->told, r->line, last, "stays, though ", "stay, though ");
        put_why(&t->told, r);
    } else if (dropped) {
        put_lines(&t->told, r->line, last, "is gone: ", "are gone: ");
        put_why(&t->told, r);
        put_quote(&t->told, r->text);
    } else {
        put_lines(&t->told, r->line, last, "was respelt: ", "were respelt: ");
        put_edit(&t->told, r);
    }
    buf_addch(&t->told, '\n');
}

static void put_near(struct buf *out, const struct telling *t)
{
    buf_addstr(out, "nearly ");
    put_name(out, buf_slice(&t->copy_of));
    buf_addf(out, ": %llu.%llu %% of what either says is in both (Jaccard), %llu.%llu %% of the shorter "
             "in the longer (containment)", (unsigned long long)t->jaccard / 10,
             (unsigned long long)t->jaccard % 10, (unsigned long long)t->containment / 10,
             (unsigned long long)t->containment % 10);
}

/* What became of the whole article. */
static void put_summary(struct buf *out, const struct telling *t)
{
    put_name(out, t->id);
    buf_addstr(out, ": ");
    if (t->skipped) {
        buf_addstr(out, "was skipped, and nothing of it written; the run said why");
        return;
    }
    if (t->wall)
        buf_addstr(out, "a wall page, no article: compared with no other; ");
    if (t->is_near) {
        put_near(out, t);
        buf_addstr(out, "; ");
    }
    if (t->is_copy && t->is_near) {
        buf_addstr(out, "nothing of it was written");
        return;
    }
    if (t->is_copy) {
        if (t->is_rest)
            buf_addstr(out, "without the paragraphs that other articles have, ");
        buf_addstr(out, t->is_rest ? "a copy of what was left of " : "a copy of ");
        put_name(out, buf_slice(&t->copy_of));
        buf_addstr(out, "; nothing of it was written");
        return;
    }
    if (t->wrote == 0)
        buf_addf(out, "nothing was left of its %llu bytes", (unsigned long long)t->bytes);
    else
        buf_addf(out, "%llu bytes came, %llu were written", (unsigned long long)t->bytes,
                 (unsigned long long)t->wrote);
    buf_addf(out, "; %llu paragraph%s gone, %llu respelt", (unsigned long long)t->gone,
             t->gone == 1 ? "" : "s", (unsigned long long)t->respelt);
}

/* All that is told of one article; of several each says where it is. False:
 * the line that was asked for is behind its last. What became of a line on which the
 * journal has nothing depends on whether it has text, which only the input tells. */
static bool put_one(struct buf *out, const struct telling *t)
{
    bool whole = t->line == 0 || t->is_copy || t->skipped;
    if (!whole && t->line > t->lines)
        return false;
    if (t->several && t->place.len) {
        put_name(out, buf_slice(&t->place));
        buf_addstr(out, whole || t->found == 0 ? ": " : ":\n");
    }
    if (whole)
        put_summary(out, t);
    else if (t->found == 0)
        buf_addf(out, "line %llu is blank, or was kept as it is", (unsigned long long)t->line);
    if (whole || t->found == 0)
        buf_addch(out, '\n');
    buf_addslice(out, buf_slice(&t->told));
    return true;
}

/* Forgets the article at hand. */
static void forget(struct telling *t)
{
    struct telling fresh = { .id = t->id, .line = t->line, .several = t->several, .told = t->told, .copy_of = t->copy_of,
                             .place = t->place, .others = t->others };
    buf_clear(&fresh.told);
    buf_clear(&fresh.copy_of);
    *t = fresh;
}

/* A later run wrote the article again: only that counts. */
static void begin_again(struct telling *t)
{
    t->several = false;
    buf_clear(&t->others);
    forget(t);
}

/* The same run has another article of that id, as records may: both are told of. */
static void begin_another(struct telling *t)
{
    t->several = true;
    put_one(&t->others, t);
    forget(t);
}

/* An article begins, or a piece of one. */
static void take_article(struct telling *t, const struct journal_record *r)
{
    t->begun = true;
    t->skipped = r->skipped;
    t->wall = r->wall;
    t->bytes += r->bytes;
    t->wrote += r->has_value ? r->clean : r->wrote;
    t->lines = r->lines > t->lines ? r->lines : t->lines;
    buf_clear(&t->place);
    if (r->line) {
        buf_addslice(&t->place, r->file);
        buf_addf(&t->place, ":%llu", (unsigned long long)r->line);
    }
    if (r->first_article.len)
        tell_whose(t, r, true);
}

/* Takes down what a record has on the article. */
static bool take(void *payload, const struct journal_record *r)
{
    struct telling *t = payload;
    t->other_run |= r->kind == JOURNAL_RUN;
    if (!slice_equal(r->article, t->id))
        return true;
    if (t->other_run)
        begin_again(t);
    if (r->kind == JOURNAL_ARTICLE && r->offset == 0 && t->begun)
        begin_another(t);
    if (r->kind == JOURNAL_ARTICLE)
        take_article(t, r);
    else
        tell(t, r);
    return true;
}

/* Reads the journal again, for all that it has on the article. */
static enum copydesk_status gather(struct telling *t, const char *journal, struct copydesk_error *error)
{
    if (journal_each(journal, take, t, error) < 0)
        return COPYDESK_FAILED;
    return t->told.failed || t->copy_of.failed || t->place.failed || t->others.failed ? error_memory(error) : COPYDESK_OK;
}

static enum copydesk_status put_answer(struct telling *t, struct copydesk_error *error)
{
    if (put_one(&t->others, t) || t->others.len > 0)
        return t->others.failed ? error_memory(error) : COPYDESK_OK;
    if (t->lines == 0)
        return error_set(error, COPYDESK_SKIPPED, NULL, t->line, "the article has no line with text");
    return error_set(error, COPYDESK_SKIPPED, NULL, t->line, "the article's last line with text is line %llu",
                     (unsigned long long)t->lines);
}

static void say_all(struct slice lines, void (*say)(void *, const char *, size_t), void *payload)
{
    while (lines.len) {
        struct slice line = slice_line(&lines);
        say(payload, line.ptr, line.len);
    }
}

enum copydesk_status copydesk_explain(const char *journal, const char *article, uint64_t line,
                                      void (*say)(void *payload, const char *text, size_t len),
                                      void *payload, struct copydesk_error *error)
{
    struct search search = { .wanted = slice_str(article) };
    struct telling t = { .line = line };
    enum copydesk_status status = find(&search, journal, error);
    t.id = buf_slice(&search.id);
    if (status == COPYDESK_OK)
        status = gather(&t, journal, error);
    if (status == COPYDESK_OK)
        status = put_answer(&t, error);
    if (status == COPYDESK_OK)
        say_all(buf_slice(&t.others), say, payload);
    buf_release(&search.id);
    buf_release(&search.inner);
    buf_release(&t.told);
    buf_release(&t.copy_of);
    buf_release(&t.place);
    buf_release(&t.others);
    return status;
}
