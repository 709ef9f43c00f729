/* The reading part of a job: an article's bytes become paragraphs, each of them split off,
 * repaired, folded, and cut where rules take a part of a line. Text is read as UTF-8 until
 * it is found not to be. */
#include "pipeline/job.h"

#include "read/charset/guess.h"
#include "read/decode.h"
#include "read/fault.h"
#include "read/paragraphs/lines.h"
#include "read/paragraphs/split.h"
#include "read/records/jsonl.h"
#include "read/unpack/sniff.h"
#include "text/fold.h"
#include "text/head.h"
#include "text/utf8.h"

/* Repairs that show that bytes were not UTF-8; and that there were controls, as in text
 * of another encoding or in no text at all. */
enum {
    BAD_BYTES = 1u << COPYDESK_FIX_UTF8,
    NO_TEXT = 1u << COPYDESK_FIX_CONTROLS | 1u << COPYDESK_FIX_ANSI
};

bool job_may_change(enum copydesk_form form, unsigned repairs, unsigned fold)
{
    const unsigned to_ascii = 1u << COPYDESK_FIX_PUNCT | 1u << COPYDESK_FIX_WIDTH;
    if (fold & FOLD_SUSPECT || repairs & 1u << COPYDESK_FIX_UNWRAP
        || (repairs & to_ascii && fold & FOLD_NONASCII))
        return true;
    switch (form) {
    case COPYDESK_FORM_NONE: return false;
    case COPYDESK_NFC:       return fold & FOLD_UNFORMED;
    default:                 return fold & FOLD_NONASCII;
    }
}

/* fold: of p's text, whose folded form is in job->folded. */
static void set_fold(struct job *job, struct para *p, struct fold fold)
{
    p->fold = (uint16_t)fold.flags;
    p->chars = fold.chars;
    p->words = fold.words;
    p->head = head_of(buf_slice(&job->folded));
    p->key = key_of(buf_slice(&job->folded));
}

static void fold_para(struct job *job, struct para *p)
{
    set_fold(job, p, fold_key(p->text, &job->folded));
}

/* Whether no-break spaces are all that there is to repair: then normalize_nbsp does. */
static bool needs_nbsp(const struct copydesk_options *o, unsigned fold)
{
    const unsigned more = 1u << COPYDESK_FIX_UNWRAP | 1u << COPYDESK_FIX_PUNCT | 1u << COPYDESK_FIX_WIDTH;
    return fold & FOLD_NBSP && (o->form == COPYDESK_NFC || o->form == COPYDESK_FORM_NONE)
        && o->repairs & 1u << COPYDESK_FIX_NBSP && !(o->repairs & more);
}

/* Brings p's flags up to date after normalize_nbsp; its folded text, and so its key, is
 * the same. */
static void fold_nbsp(struct para *p)
{
    p->fold &= (uint16_t)~(FOLD_SUSPECT | FOLD_NBSP);
    if (utf8_ascii(p->text.ptr, p->text.ptr + p->text.len) == p->text.len)
        p->fold &= (uint16_t)~FOLD_NONASCII;
}

/* Whether p is in an encoding of its own: then job->decoded is its text. */
static bool decode_para(struct job *job, const struct article *a, const struct para *p)
{
    char name[ENCODING_NAME];
    buf_clear(&job->decoded);
    if (!job->mixed || !guess_is_apart(p->raw) || !guess_encoding(p->raw, &job->decoded, name))
        return false;
    notice(job->plan->notices, COPYDESK_OK, a->id.ptr, p->line, "read as %s, the rest as UTF-8", name);
    return true;
}

/* Repairs p, whose fold is that of its text as it came. False: memory is short. */
static bool repair_para(struct job *job, struct batch *b, const struct article *a, struct para *p)
{
    const struct copydesk_options *o = job->plan->options;
    if (job->folded.failed || !job_may_change(o->form, o->repairs, p->fold))
        return !job->folded.failed;
    bool nbsp = needs_nbsp(o, p->fold), decoded = decode_para(job, a, p);
    struct slice text = decoded ? buf_slice(&job->decoded) : p->raw;
    unsigned repairs = nbsp ? normalize_nbsp(p->raw, &job->respelt)
        : normalize_text(&job->normalizer, text, o->form, o->repairs, &job->respelt);
    repairs |= decoded ? BAD_BYTES : 0;
    p->repairs = repairs;
    job->respelt.failed = job->respelt.failed || job->decoded.failed;
    if (job->respelt.failed || !repairs) {
        if (p->fold & FOLD_OPEN)
            fold_para(job, p);
        return !job->respelt.failed && !job->folded.failed;
    }
    p->text = arena_copy(&b->arena, buf_slice(&job->respelt));
    if (nbsp)
        fold_nbsp(p);
    else
        fold_para(job, p);
    p->action = p->text.len ? COPYDESK_EDIT : COPYDESK_DROP;
    p->reason = COPYDESK_REPAIR;
    return !job->folded.failed && !b->arena.failed;
}

/* So often at most is cut out of one paragraph (guess): each time all places of one text go. Where they stand in each
 * other, more often, the paragraph was made to hurt, and stays. */
enum { MOST_CUTS = 64 };

/* Cuts out of p the parts that rules take inside lines. Repairs what is left and cuts
 * again until there is nothing to cut, so that cleaning the result changes nothing. */
static bool cut_para(struct job *job, struct batch *b, const struct article *a, struct para *p)
{
    const struct copydesk_options *o = job->plan->options;
    struct slice text = p->text;
    uint16_t first = 0;
    unsigned repairs = 0, cuts = 0;
    if (!(p->fold & FOLD_BRACKET))   /* nearly every paragraph has none */
        return true;
    for (uint16_t rule; (rule = strip_cut(job->plan->rules, a, text, &job->cut));) {
        first = first ? first : rule;
        if (job->cut.failed)
            break;
        if (++cuts > MOST_CUTS)
            return true;
        repairs |= normalize_text(&job->normalizer, buf_slice(&job->cut), o->form, o->repairs, &job->respelt);
        if (job->respelt.failed)
            break;
        text = buf_slice(&job->respelt);
    }
    if (job->cut.failed || job->respelt.failed || !first)
        return !job->cut.failed && !job->respelt.failed;
    p->text = arena_copy(&b->arena, text);
    p->repairs |= repairs;
    fold_para(job, p);
    p->action = p->text.len ? COPYDESK_EDIT : COPYDESK_DROP;
    p->reason = COPYDESK_RULE;
    p->rule = first;
    return !job->folded.failed && !b->arena.failed;
}

/* Fills p from its raw on: text, fold, repairs, cuts. False: memory is short. */
static bool read_para(struct job *job, struct batch *b, const struct article *a, struct para *p)
{
    p->text = p->raw;
    set_fold(job, p, fold_unrepaired(p->text, &job->folded));
    return repair_para(job, b, a, p) && cut_para(job, b, a, p);
}

/* How many paragraphs a block of lines becomes. It was kept whole because it looked
 * hard-wrapped; when it no longer does once it is repaired, cleaning it again would
 * split it, so each line becomes a paragraph now. Else 1. */
static size_t parts_of(const struct job *job, struct batch *b, const struct para *p)
{
    bool fed = job->plan->options->repairs >> COPYDESK_FIX_ENDS & 1;   /* all line ends of the text are line feeds */
    if (p->text.ptr == p->raw.ptr || (fed && !memchr(p->text.ptr, '\n', p->text.len)) || split_is_wrapped(&b->run, p->text))
        return 1;
    struct lines l;
    struct line line;
    size_t n = 0;
    for (lines_init(&l, p->raw, false); lines_next(&l, &line); n++)
        ;
    return n;
}

/* Puts the lines of a block into b->paras as paragraphs, the last one right before
 * index `end`. Returns the index of the first; end: memory is short. */
static size_t put_lines(struct job *job, struct batch *b, const struct article *a, struct para block, size_t end)
{
    size_t at = end - block.chars;
    struct lines l;
    struct line line;
    lines_init(&l, block.raw, false);
    for (size_t i = at; i < end && lines_next(&l, &line); i++) {
        b->paras[i] = (struct para){ .raw = line.text, .line = block.line++ };
        if (!read_para(job, b, a, &b->paras[i]))
            return end;
    }
    return at;
}

/* Splits the blocks that read_paras has marked (no text, the number of lines in chars)
 * into their lines. Goes backwards, so that each paragraph behind a block is moved only
 * once. more: paragraphs that this adds. False: memory is short. */
static bool take_apart(struct job *job, struct batch *b, const struct article *a, size_t more)
{
    size_t from = b->n_paras;
    for (size_t i = 0; i < more; i++)
        if (!batch_para(b))
            return false;
    for (size_t to = b->n_paras; from < to;) {
        struct para p = b->paras[--from];
        size_t end = to;
        if (p.text.ptr)
            b->paras[--to] = p;
        else if ((to = put_lines(job, b, a, p, end)) == end)
            return false;
    }
    return true;
}

static bool read_paras(struct job *job, struct batch *b, struct article *a)
{
    bool automatic = job->plan->options->paragraphs == COPYDESK_PARAGRAPHS_AUTO;
    size_t more = 0;
    for (size_t i = a->first; i < b->n_paras; i++) {
        struct para *p = &b->paras[i];
        if (!read_para(job, b, a, p))
            return false;
        size_t lines = automatic ? parts_of(job, b, p) : 1;
        if (lines < 2)
            continue;
        p->text = (struct slice){ 0 };
        p->chars = (uint32_t)lines;
        more += lines - 1;
    }
    bool good = take_apart(job, b, a, more);
    a->n = b->n_paras - a->first;
    return good;
}

static bool split_and_read(struct job *job, struct batch *b, struct article *a)
{
    b->n_paras = a->first;
    decode_article(a);
    split_article(b, a, job->plan->options->paragraphs);
    return !b->failed && read_paras(job, b, a);
}

/* Which repairs were made in any of the paragraphs. */
static unsigned repairs_of(const struct para *paras, size_t n)
{
    unsigned repairs = 0;
    for (size_t i = 0; i < n; i++)
        repairs |= paras[i].repairs;
    return repairs;
}

/* Leaves the article out, with a notice: it is no text but `what` ("a PDF file"), or,
 * when that is NULL, it has bytes that are not of its encoding. */
static void refuse(struct job *job, struct batch *b, struct article *a, const char *what)
{
    struct notices *notices = job->plan->notices;
    const char *from = job->plan->options->from ? job->plan->options->from : "UTF-8";
    a->skipped = true;
    a->n = 0;
    b->n_paras = a->first;
    if (what)
        fault_binary(notices, a->id.ptr, what);
    else
        notice(notices, COPYDESK_SKIPPED, a->id.ptr, 0, "has bytes that are not %s; without --strict it is repaired", from);
}

/* For an article that is in no other encoding: when it is not all UTF-8 reads it again,
 * each paragraph by itself. */
static bool read_mixed(struct job *job, struct batch *b, struct article *a)
{
    if (!(repairs_of(b->paras + a->first, a->n) & BAD_BYTES))
        return true;
    job->mixed = true;
    bool good = split_and_read(job, b, a);
    job->mixed = false;
    return good;
}

/* For a piece of a huge article that --strict would leave out, and of which other pieces
 * may be written by now: says on which line the first bad bytes are. */
static void tell_bad(const struct job *job, const struct batch *b, const struct article *a)
{
    const struct para *p = b->paras + a->first, *end = p + a->n;
    while (p < end && !(p->repairs & BAD_BYTES))
        p++;
    notice(job->plan->notices, COPYDESK_SKIPPED, a->id.ptr, p < end ? p->line : 0, "has bytes that are not UTF-8, "
           "and was repaired: it is too large for --strict to leave out");
}

/* A record's text is UTF-8, as JSON is. */
static bool read_record(struct job *job, struct batch *b, struct article *a)
{
    if (!jsonl_read(b, a, job->plan->options, job->plan->notices))
        return false;
    if (a->skipped)
        return true;
    if (!split_and_read(job, b, a))
        return false;
    const struct copydesk_options *o = job->plan->options;
    bool good = !(repairs_of(b->paras + a->first, a->n) & BAD_BYTES);
    if (!good && o->strict) {
        a->frame->kind = FRAME_REFUSED;
        refuse(job, b, a, NULL);
    } else if (!good && !o->from) {
        return jsonl_guess(b, a, job->plan->notices) ? split_and_read(job, b, a) : !b->failed && read_mixed(job, b, a);
    }
    return !b->failed;
}

/* For an article with bytes that are not UTF-8, or with controls: reads it again in
 * the encoding that it turns out to be in, or leaves it out when it is no text. */
static bool look_again(struct job *job, struct batch *b, struct article *a)
{
    const struct copydesk_options *o = job->plan->options;
    if (decode_spoiled(b, a, o->from) || decode_detect(b, a)) {
        if (a->spoiled && o->strict)
            refuse(job, b, a, NULL);
        return a->skipped ? !b->failed : split_and_read(job, b, a);
    }
    const char *what = a->head && a->tail ? sniff_binary(a->bytes) : NULL;
    if (what)
        refuse(job, b, a, what);
    return !b->failed && (what || a->encoding || read_mixed(job, b, a));
}

/* Whether it holds controls, which text in UTF-8 does not. The repairs tell; when that
 * of controls is switched off, a NUL byte does. */
static bool has_controls(const struct job *job, const struct article *a, unsigned repairs)
{
    bool tell = job->plan->options->repairs >> COPYDESK_FIX_CONTROLS & 1;
    return repairs & NO_TEXT || (!tell && a->bytes.len && memchr(a->bytes.ptr, '\0', a->bytes.len));
}

/* Articles that are UTF-8, nearly all, pay nothing for the others. */
bool job_read(struct job *job, struct batch *b, struct article *a)
{
    const struct copydesk_options *o = job->plan->options;
    if (a->frame)
        return read_record(job, b, a);
    bool whole = a->head && a->tail, good = decode_convert(b, a, o->from);
    if (b->failed || !split_and_read(job, b, a))
        return false;
    unsigned repairs = repairs_of(b->paras + a->first, a->n);
    good = good && !(repairs & BAD_BYTES);
    if (!good && o->strict && !whole)
        tell_bad(job, b, a);
    if (!good && o->strict && whole)
        refuse(job, b, a, NULL);
    else if ((!good || has_controls(job, a, repairs)) && !look_again(job, b, a))
        return false;
    if (a->encoding && a->head && !a->skipped)
        notice(job->plan->notices, COPYDESK_OK, a->id.ptr, 0,
               a->spoiled ? "read as %s; what of it is not, became U+FFFD" : "read as %s", a->encoding);
    return !b->failed;
}
