/* DESIGN. Bytes are read straight into the batch; only what is behind its last
 * article is copied, to `carry`, from which the next batch starts. Once an
 * article is known to be huge, up to SOURCE_WHOLE bytes lie in carry, and each
 * piece takes its part from the front: no byte is moved more than twice.
 *
 * Nothing is decided before enough bytes are there to decide it for good. An
 * article is huge when it has more than SOURCE_WHOLE bytes before its end, or when
 * all of it is there and has too many lines. A piece is the last one when the
 * article's end is found within LOOK bytes (fewer when lines are short: piece.h);
 * LOOK + 1 are read for that, lest a separator at the end of the input be missed.
 * Of text that has a limit no byte is handed out before the whole article is known
 * to keep it: what was judged cannot be taken back.
 *
 * Where the feed is spoiled and goes on, there is a gap. What stands before it is
 * read as if the input ended there; then all is passed over up to the next
 * separator, for what follows the gap may begin in the middle of an article. */
#include "read/stream.h"

#include <stdlib.h>

#include "read/fault.h"
#include "read/paragraphs/lines.h"
#include "read/piece.h"
#include "read/records/jsonl.h"
#include "read/separator.h"
#include "read/source.h"

enum {
    LOOK = SOURCE_BYTES + SOURCE_BYTES / 2,   /* the longest last piece */
    RECORDS = 4096,        /* lines in a batch: there may be 64 Ki blank ones in SOURCE_BATCH */
    GULP = 64 * 1024       /* read at a time beyond SOURCE_BATCH; a pipe holds as much */
};

struct stream {
    struct stream_input in;
    struct notices *notices;
    struct buf carry;
    size_t carry_at;       /* carry's bytes from here on are not yet taken */
    bool eof;              /* the feed has nothing more */
    bool broken;           /* it ended, or has a gap, because of an error: the last article lacks its end */
    bool gap;              /* bytes are missing before those the feed gives next */
    bool lost;             /* what comes next may begin in the middle of an article */
    bool looking;          /* stream_look reads: nobody knows yet whether these are records */
    uint64_t number;       /* of the article at hand, from 1 */
    bool huge;             /* the article at hand comes in pieces */
    bool fed;              /* that one has LFs, among its first SOURCE_WHOLE bytes */
    bool over;             /* it is too large, and to be passed over */
    uint64_t offset, line; /* where the next piece begins in the article, which is in UTF-8 by then */
    struct piece_encoding encoding;    /* of the article that comes in pieces */
};

struct stream *stream_open(const struct stream_input *input, struct notices *notices)
{
    struct stream *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->in = *input;
    s->notices = notices;
    s->number = 1;
    s->line = 1;
    buf_addslice(&s->carry, input->before);
    if (!s->carry.failed)
        return s;
    free(s);
    return NULL;
}

void stream_close(struct stream *s)
{
    if (!s)
        return;
    feed_close(&s->in.feed);
    buf_release(&s->carry);
    free(s);
}

/* ---- bytes ---- */

/* The feed failed and goes on: what it gives next stands behind what is spoiled. */
static void go_on(struct stream *s, struct buf *b)
{
    if (s->in.records) {   /* the spoiled one ends here, so that the next one is not lost with it */
        if (b->len > 0 && b->ptr[b->len - 1] != '\n')
            buf_addch(b, '\n');
    } else if (s->looking) {   /* not even one line was read */
        buf_clear(b);
        s->lost = true;
    } else {
        s->gap = s->in.separator.len > 0;
        s->eof = !s->gap;
        s->broken = true;
    }
}

/* Up to n more bytes from the feed, behind those in b. */
static void read_some(struct stream *s, struct buf *b, size_t n)
{
    struct copydesk_error error;
    if (!buf_reserve(b, n))
        return;
    long got = feed_read(&s->in.feed, b->ptr + b->len, n, &error);
    if (got < 0 && error.status == COPYDESK_SKIPPED)
        notice(s->notices, COPYDESK_SKIPPED, error.path, error.line, "%s", error.reason);
    else if (got < 0)
        b->failed = true;
    if (got > 0)
        b->len += (size_t)got;
    else if (got < 0 && s->in.feed.goes_on)
        go_on(s, b);
    else {
        s->broken = got < 0 && !s->in.feed.whole;
        s->eof = true;
    }
}

/* Up to n more bytes behind those in b: from carry, or when it is used up from one read. */
static void fill_some(struct stream *s, struct buf *b, size_t n)
{
    size_t left = s->carry.len - s->carry_at;
    if (left == 0) {
        read_some(s, b, n);
        return;
    }
    n = n < left ? n : left;
    buf_add(b, s->carry.ptr + s->carry_at, n);
    s->carry_at += b->failed ? 0 : n;
}

/* Whether nothing can be added to the bytes at hand: carry is used up, and the input
 * ends here or has a gap. */
static bool drained(const struct stream *s)
{
    return (s->eof || s->gap) && s->carry_at == s->carry.len;
}

/* Makes b hold `want` bytes, or fewer when drained. */
static void fill(struct stream *s, struct buf *b, size_t want)
{
    while (b->len < want && !drained(s) && !b->failed)
        fill_some(s, b, want - b->len);
}

/* Whether the next read would wait for somebody to write. */
static bool must_wait(const struct stream *s)
{
    return s->carry_at == s->carry.len && !s->eof && !s->gap && !feed_ready(&s->in.feed);
}

/* Hands back to carry what b holds behind its first `keep` bytes. */
static void give_back(struct stream *s, struct buf *b, size_t keep)
{
    size_t n = b->len - keep;
    if (s->carry_at < s->carry.len) {
        /* carry is not used up, so these bytes came from it, and still stand there */
        s->carry_at -= n;
    } else {
        buf_clear(&s->carry);
        if (n)
            buf_add(&s->carry, b->ptr + keep, n);
        s->carry_at = 0;
        b->failed = b->failed || s->carry.failed;
    }
    b->len = keep;
}

/* ---- separators ---- */

struct end {
    size_t at;             /* where the article ends: behind the separator line */
    size_t separator;      /* bytes of that line */
};

static bool find_line_end(const struct buf *b, size_t from, struct end *found)
{
    const char *lf = b->len > from ? memchr(b->ptr + from, '\n', b->len - from) : NULL;
    if (lf)
        *found = (struct end){ (size_t)(lf - b->ptr) + 1, 0 };
    return lf != NULL;
}

/* The end of the article that starts at `start`. Looks from `from` on: before that
 * there is known to be none. False: it is not in these bytes. */
static bool find_end(const struct stream *s, const struct buf *b, size_t start, size_t from,
                     struct end *found)
{
    struct slice sep = s->in.separator;
    if (s->in.records)
        return find_line_end(b, from, found);
    if (sep.len == 0 || b->len == 0)
        return false;
    const char *p = b->ptr + from, *end = b->ptr + b->len, *first = b->ptr + start;
    while (p < end && (p = memchr(p, sep.ptr[0], (size_t)(end - p)))) {
        bool at_line = p == first || p[-1] == '\n';
        size_t n = at_line ? separator_at(sep, p, slice_of(first, (size_t)(end - first)), drained(s)) : 0;
        if (n > 0) {
            *found = (struct end){ (size_t)(p - b->ptr) + n, n };
            return true;
        }
        p++;
    }
    return false;
}

/* Where find_end has to go on when more bytes are there: a separator line may begin near
 * the end, behind what separator_at looks at in front of it. */
static size_t resume_at(const struct stream *s, const struct buf *b, size_t start)
{
    size_t back = s->in.records ? 0 : s->in.separator.len + SEPARATOR_AROUND;
    return b->len - start > back ? b->len - back : start;
}

/* ---- articles ---- */

/* "ID", "ID.2", "ID.3" ... */
static struct slice number_id(const struct stream *s, struct arena *arena, struct slice first)
{
    return s->number == 1 ? first : arena_numbered(arena, first, s->number);
}

/* Adds the article, or piece of one, of `len` bytes that ends in e. batch_place sets
 * where its bytes are: the buffer still moves. */
static struct article *add_article(struct stream *s, struct batch *batch, size_t len, struct end e)
{
    struct article *a = batch_article(batch);
    if (!a)
        return NULL;
    a->file = arena_copy(&batch->arena, s->in.id);
    a->source = arena_copy(&batch->arena, s->in.source);
    a->bytes.len = len;
    a->separator = e.separator;
    a->id = s->in.records ? a->file : number_id(s, &batch->arena, a->file);
    if (s->in.records && (a->frame = arena_take(&batch->arena, sizeof *a->frame)))
        *a->frame = (struct frame){ .line = s->number };
    a->nameless = s->in.records;
    return a;
}

/* Whether what is left is the last article: sets its end. A text that lacks its end
 * (broken) is left out, unless pieces of it were given; a record is not, since who
 * parses it will notice. */
static bool last_end(const struct stream *s, const struct buf *b, size_t start, struct end *e)
{
    *e = (struct end){ b->len, 0 };
    bool whole = !s->broken || s->huge || s->in.records;
    return drained(s) && whole && (b->len > start || (s->number == 1 && !s->broken));
}

static bool is_full(const struct stream *s, const struct batch *batch, size_t taken)
{
    return taken >= SOURCE_BATCH || (s->in.records && batch->n_articles >= RECORDS);
}

/* Judges the article at hand by its bytes so far; by all of them when its end is
 * found, with `separator` bytes for its line. Sets fed, huge and over: whether either of these is so. */
static bool is_special(struct stream *s, struct slice article, bool found, size_t separator)
{
    uint64_t most = s->in.most;
    size_t len = article.len;
    if (s->in.records) {
        s->huge = len > most && len > SOURCE_WHOLE;
        return s->huge;
    }
    s->over = most && len > most + (found ? separator : s->in.separator.len + 2);
    s->huge = !s->over && (len > SOURCE_WHOLE ? !most || found : found && piece_has_more_lines(article, SOURCE_LINES));
    s->fed = s->huge && memchr(article.ptr, '\n', len < SOURCE_WHOLE ? len : SOURCE_WHOLE);
    return s->over || s->huge;
}

/* Adds whole articles until the batch is full, or has one and the next does not fit
 * or has to be waited for: who reads our output should not wait with us. An article
 * that turns out huge or too large ends the batch, and is left for next_piece or
 * pass_over. */
static void gather(struct stream *s, struct batch *batch)
{
    struct buf *b = &batch->input;
    size_t start = 0, from = 0;
    while (!is_full(s, batch, start) && !b->failed && !batch->failed) {
        struct end e;
        bool found = find_end(s, b, start, from, &e) || last_end(s, b, start, &e);
        struct slice article = slice_from(buf_slice(b), start);
        article.len = (found ? e.at : b->len) - start;
        if (is_special(s, article, found, found ? e.separator : 0)
            || (!found && drained(s)))
            break;
        if (found) {
            add_article(s, batch, e.at - start, e);
            s->number++;
            start = from = e.at;
        } else {
            from = resume_at(s, b, start);
            if (start > 0 && (b->len >= SOURCE_BATCH || must_wait(s)))
                break;
            fill_some(s, b, b->len < SOURCE_BATCH ? SOURCE_BATCH - b->len : GULP);
        }
    }
    give_back(s, b, start);
}

/* ---- what is too large, or spoiled ---- */

static void drop_front(struct buf *b, size_t n)
{
    memmove(b->ptr, b->ptr + n, b->len - n);
    b->len -= n;
}

static void drop_carry(struct stream *s)
{
    buf_clear(&s->carry);
    s->carry_at = 0;
}

/* Drops the rest of the article at hand, with its separator line, in bounded memory. */
static void drop_article(struct stream *s, struct buf *b)
{
    struct end e;
    if (s->in.separator.len == 0) {   /* nothing follows it */
        drop_carry(s);
        s->eof = true;
        return;
    }
    for (size_t from = 0; !b->failed;) {
        fill_some(s, b, GULP);
        if (find_end(s, b, 0, from, &e) || (e.at = b->len, drained(s)))
            break;
        size_t keep = resume_at(s, b, 0);
        from = keep > 0 ? SEPARATOR_BEFORE : from;   /* up to there all were told apart */
        drop_front(b, keep);
    }
    if (!b->failed)
        drop_front(b, e.at);
    give_back(s, b, 0);
}

/* Yields the article that is too large, or no text, as skipped. */
static void pass_over(struct stream *s, struct batch *batch)
{
    drop_article(s, &batch->input);
    struct article *a = add_article(s, batch, 0, (struct end){ 0, 0 });
    if (!a || batch->arena.failed)
        return;
    a->skipped = true;
    const char *path = s->number == 1 ? s->in.feed.path : a->id.ptr;
    if (s->over)
        fault_large(s->notices, path, s->in.most);
    else
        fault_binary(s->notices, path, s->encoding.binary);
    s->over = s->huge = false;
    s->number++;
}

/* Drops what stands behind spoiled bytes, up to the next separator. No article is
 * yielded for it, not even a skipped one: nobody knows how many there were. */
static void pass_spoiled(struct stream *s, struct batch *batch)
{
    s->lost = false;
    s->broken = s->broken || s->in.separator.len == 0;
    drop_article(s, &batch->input);
    struct slice id = number_id(s, &batch->arena, arena_copy(&batch->arena, s->in.id));
    if (!batch->arena.failed)
        notice(s->notices, COPYDESK_SKIPPED, s->number == 1 ? s->in.feed.path : id.ptr, 0,
               "begins or ends in what is spoiled, and was left out%s",
               s->in.separator.len > 0 ? ", up to the next separator" : "");
    s->number++;
}

/* As gather, but goes on behind gaps. */
static void gather_on(struct stream *s, struct batch *batch)
{
    for (;;) {
        if (s->lost)
            pass_spoiled(s, batch);
        gather(s, batch);
        if (!s->gap || s->huge || s->over || batch->n_articles > 0 || batch->failed || batch->input.failed)
            return;
        drop_carry(s);     /* an article whose end is gone */
        s->gap = s->broken = false;
        s->lost = true;
    }
}

/* ---- pieces ---- */

/* Converts the piece, if the article is not in UTF-8. */
static void convert_piece(struct stream *s, struct batch *batch, struct article *a)
{
    const char *wrong = s->encoding.name[0] ? piece_convert(batch, a, &s->encoding) : NULL;
    if (wrong && !batch->failed)
        notice(s->notices, COPYDESK_SKIPPED, a->id.ptr, s->line, "what begins here is not %s %s", s->encoding.name, wrong);
}

/* A piece was yielded, of that text: counts on to where the next one begins. */
static void end_piece(struct stream *s, struct slice text, bool last)
{
    if (last) {
        s->huge = false;
        s->number++;
        s->offset = 0;
        s->line = 1;
    } else {
        s->offset += text.len;
        s->line += s->encoding.fed ? lines_count_part(text) : lines_count(text);
    }
}

/* The next piece of the huge article. */
static void next_piece(struct stream *s, struct batch *batch)
{
    struct buf *b = &batch->input;
    struct end e;
    fill(s, b, LOOK + 1);
    if (b->failed)
        return;
    if (s->offset == 0) {
        s->encoding = piece_encoding_of(buf_slice(b), s->in.from);
        s->encoding.fed = s->fed;
    }
    if (s->encoding.failed) {
        batch->failed = true;
        return;
    }
    if (s->encoding.binary && !s->in.records) {
        pass_over(s, batch);
        return;
    }
    /* a separator line at the head of a later piece would have ended the one before */
    size_t most = piece_most(buf_slice(b)), from = s->offset > 0 ? SEPARATOR_BEFORE : 0;
    bool last = (find_end(s, b, 0, from, &e) || last_end(s, b, 0, &e)) && e.at <= most + most / 2;
    if (!last)
        e = (struct end){ piece_cut(buf_slice(b), most / 2, most, &s->encoding), 0 };
    struct article *a = add_article(s, batch, e.at, e);
    give_back(s, b, e.at);
    if (!a)
        return;
    convert_piece(s, batch, a);
    a->offset = s->offset;
    a->line = s->line;
    a->head = s->offset == 0;
    a->fed = s->encoding.fed;
    a->tail = last;
    end_piece(s, buf_slice(b), last);
}

/* ---- the first bytes ---- */

bool stream_look(struct stream *s, struct slice *first)
{
    s->looking = true;
    while (!s->eof && !s->carry.failed && s->carry.len < JSONL_LOOK && !jsonl_can_tell(buf_slice(&s->carry)))
        read_some(s, &s->carry, JSONL_LOOK - s->carry.len);
    s->looking = false;
    *first = buf_slice(&s->carry);
    return !s->carry.failed;
}

bool stream_has_records(const struct stream *s)
{
    return s->in.records;
}

void stream_take_records(struct stream *s, uint64_t most)
{
    s->in.records = true;
    s->in.most = most;
    s->lost = false;
}

int stream_next(struct stream *s, struct batch *batch)
{
    if (!s->huge && !s->over)
        gather_on(s, batch);
    if (s->over && batch->n_articles == 0 && !batch->failed) {
        buf_clear(&batch->input);
        pass_over(s, batch);
    }
    if (s->huge && batch->n_articles == 0 && !batch->failed) {
        buf_clear(&batch->input);
        next_piece(s, batch);
    }
    batch_place(batch);
    return batch->n_articles > 0;
}
