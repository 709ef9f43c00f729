/* DESIGN of strip_judge.
 *
 * Dropping a line moves the zones and gives its neighbours a hit beside them,
 * so verdicts are drawn until nothing changes. Each step below is one pass
 * over the paragraphs at most:
 *
 *   anywhere   takes what a rule takes anywhere; as every step does, only
 *              what does not stand inside a broken sentence (inside.h)
 *   beside     then what is next to a taken line, or right after a marker's,
 *              forward and backward once: what a backward step takes can only
 *              help a line behind it as its marker, in the next round
 *   edge       then walks in from either end. Lines left standing in the zone,
 *              at most 15, wait on a stack, for a line taken later may stand
 *              beside them. The zone shrinks with each line taken. What looks
 *              like a heading of the story is left there as in the middle, and
 *              what needs company is left when no line next to it went or would go
 *   block      then all behind a block rule's line, up to the end
 *   headline   then the last line
 *
 * Only edge, block and headline can have work again after beside, and what edge
 * leaves in the zone, beside cannot take; a block leaves nothing behind its line
 * and what stopped one goes by a headline at most: so a few rounds do, and time
 * stays linear for input made to hurt. At the end no standing line's condition
 * holds, and conditions look at standing lines only (a hit beside needs a line
 * just taken, a block one that opens it): hence judging the survivors alone takes nothing more. */
#include "strip/block.h"
#include "strip/headline.h"
#include "strip/inside.h"
#include "strip/ruleset.h"

/* Of a short article the third line is behind its title and the date or author, where labels begin. */
enum { HEAD_LINES = 8, TAIL_LINES = 15, LEAST_HEAD = 3, LEAST_TAIL = 2, SHORT = 6 };

enum { HEADING_WORDS = 3 };   /* more of them are rather a teaser (real English articles) */

size_t strip_zone(size_t standing, bool tail)
{
    size_t n = standing * (tail ? 25 : 15) / 100, most = tail ? TAIL_LINES : HEAD_LINES;
    size_t least = standing < SHORT ? 1 : tail ? LEAST_TAIL : LEAST_HEAD;
    return n < least ? least : n > most ? most : n;
}

struct judge {
    const struct rules *rules;
    struct strip_scratch *scratch;
    struct para *paras;
    size_t n, standing;
    bool any;              /* some line was taken by a rule: others may go beside it */
    /* what the hits of the lines that stood at first allow; a step that no line has a hit for is passed over */
    bool beside;           /* near or after */
    bool anywhere, zoned;  /* anywhere; in the head or tail */
    bool failed;           /* memory was short */
};

static bool stands(const struct para *p)
{
    return p->action != COPYDESK_DROP;
}

static bool taken(const struct para *p)
{
    return p->action == COPYDESK_DROP && p->reason == COPYDESK_RULE;
}

static void take_by(struct judge *j, struct para *p, uint16_t rule)
{
    p->action = COPYDESK_DROP;
    p->reason = COPYDESK_RULE;
    p->rule = rule;
    j->standing--;
    j->any = true;
}

static void take(struct judge *j, struct para *p, enum strip_condition condition)
{
    take_by(j, p, p->hit[condition]);
}

/* Does p stand inside a sentence, so that a built-in rule does not take it? Only lines right next to it count. */
static bool is_inside(const struct judge *j, const struct para *p, uint16_t rule)
{
    const struct para *before = p > j->paras ? p - 1 : NULL, *after = p + 1 < j->paras + j->n ? p + 1 : NULL;
    if (j->rules->rules[rule - 1].given)
        return false;
    return inside_sentence(before && stands(before) ? before : NULL, p, after && stands(after) ? after : NULL);
}

static void take_anywhere(struct judge *j)
{
    for (size_t i = 0; j->anywhere && i < j->n; i++) {
        struct para *p = &j->paras[i];
        if (stands(p) && p->hit[STRIP_ALWAYS] && !is_inside(j, p, p->hit[STRIP_ALWAYS]))
            take(j, p, STRIP_ALWAYS);
    }
}

/* Paragraph number i as seen from the first one, or from the last one. */
static struct para *from_end(const struct judge *j, size_t i, bool back)
{
    return &j->paras[back ? j->n - 1 - i : i];
}

/* What lines right after p, which was taken, may name as their marker. */
static uint16_t marker_of(const struct judge *j, const struct para *p)
{
    uint16_t before = j->rules->rules[p->rule - 1].marker;
    return before ? before : p->rule;
}

static bool follows(const struct judge *j, const struct para *p, uint16_t marker)
{
    return marker && p->hit[STRIP_AFTER] && j->rules->rules[p->hit[STRIP_AFTER] - 1].marker == marker
        && !is_inside(j, p, p->hit[STRIP_AFTER]);
}

/* The classes of the lines, taken by rules, that stand in a row right before a line, or right behind it: bits 1 << class. */
typedef unsigned company;

/* Placeholders without letters and digits. */
static const company MARKS = 1u << 31;
_Static_assert((int)COPYDESK_N_CLASSES < 31, "each class has a bit below");

/* What stands inside a story too, right above a heading, or as a dash among the figures of a table and of a
 * result: evidence for more of its class only. */
static const company INSIDE = 1u << COPYDESK_AD | 1u << COPYDESK_READMORE | MARKS;

static company class_of(const struct judge *j, uint16_t rule)
{
    return 1u << j->rules->rules[rule - 1].cls;
}

/* What p, when rule took it, is evidence of. */
static company kind_of(const struct judge *j, const struct para *p, uint16_t rule)
{
    company cls = class_of(j, rule);
    return cls == 1u << COPYDESK_PLACEHOLDER && !(p->fold & FOLD_KEYED) ? MARKS : cls;
}

/* p comes next in the row, or ends it. */
static void join(const struct judge *j, company *row, const struct para *p)
{
    *row = stands(p) ? 0 : taken(p) ? *row | kind_of(j, p, p->rule) : *row;
}

/* A figure: one word that begins with a digit. */
static bool is_figure(const struct para *p)
{
    return p->words == 1 && p->text.len && p->text.ptr[0] >= '0' && p->text.ptr[0] <= '9';
}

/* The classes beside which rule takes p. A figure next to a word of navigation may be a table's, as are Open and Home. */
static company wanted(const struct judge *j, const struct para *p, uint16_t rule)
{
    company not = INSIDE & ~kind_of(j, p, rule);
    if (is_figure(p))
        not |= 1u << COPYDESK_NAVIGATION;
    return ~not;
}

/* Whether p's rule takes it beside them. */
static bool goes_with(const struct judge *j, const struct para *p, company row)
{
    uint16_t rule = p->hit[STRIP_NEAR];
    return rule && (row & wanted(j, p, rule)) && !is_inside(j, p, rule);
}

static void take_beside(struct judge *j, bool back)
{
    company row = 0;
    uint16_t marker = 0;
    for (size_t i = 0; i < j->n; i++) {
        struct para *p = from_end(j, i, back);
        if (stands(p) && goes_with(j, p, row))
            take(j, p, STRIP_NEAR);
        else if (stands(p) && !back && follows(j, p, marker))
            take(j, p, STRIP_AFTER);
        join(j, &row, p);
        marker = stands(p) ? 0 : taken(p) ? marker_of(j, p) : marker;
    }
}

/* The last of n waiting lines stands beside a line just taken: takes it and those before it as far
 * as they go. marker: that line's, when it comes before them in the article, else 0. Returns how many still wait. */
static size_t take_waiting(struct judge *j, struct para **waiting, size_t n, const struct para *beside, uint16_t marker)
{
    company row = 0;
    join(j, &row, beside);
    while (n) {
        struct para *p = waiting[n - 1];
        bool near = goes_with(j, p, row);
        if (!near && !follows(j, p, marker))
            break;
        take(j, p, near ? STRIP_NEAR : STRIP_AFTER);
        join(j, &row, p);
        marker = marker ? marker_of(j, p) : 0;
        n--;
    }
    return n;
}

/* Standing paragraph number i as seen from an end is rather a heading of the story than what a built-in rule takes it
 * for: a word right behind a sentence as seen from there, "Sports" in a review of the week, or any line between
 * finished prose. outer: the standing one on the side of that end, or NULL. Each dropped one is passed over once. */
static bool is_heading(const struct judge *j, size_t i, bool back, const struct para *outer, uint16_t rule)
{
    if (!outer || j->rules->rules[rule - 1].given)
        return false;
    if (from_end(j, i, back)->words <= HEADING_WORDS)
        return headline_sentence(outer);
    if (!headline_prose(outer))
        return false;
    while (++i < j->n)
        if (stands(from_end(j, i, back)))
            return headline_prose(from_end(j, i, back));
    return false;
}

/* The classes of the rules that would take a standing line in the zone, or NULL, anywhere or beside another. */
static company hits_of(const struct judge *j, const struct para *p, enum strip_condition zone)
{
    company row = 0;
    const enum strip_condition places[] = { STRIP_ALWAYS, STRIP_NEAR, zone };
    for (size_t i = 0; p && i < sizeof places / sizeof *places; i++)
        if (p->hit[places[i]])
            row |= class_of(j, p->hit[places[i]]);
    return row;
}

/* Whether a line that needs company in the zone has none. row: of lines taken right before it as seen from the end;
 * outer: the standing one there, or NULL. */
static bool is_alone(const struct judge *j, size_t i, bool back, const struct para *outer, company row)
{
    enum strip_condition zone = back ? STRIP_TAIL : STRIP_HEAD;
    uint16_t rule = from_end(j, i, back)->hit[zone];
    if (!rule || !j->rules->rules[rule - 1].company)
        return false;
    while (++i < j->n && !stands(from_end(j, i, back)))
        join(j, &row, from_end(j, i, back));
    row |= hits_of(j, outer, zone) | hits_of(j, i < j->n ? from_end(j, i, back) : NULL, zone);
    return !(row & (~INSIDE | class_of(j, rule)));
}

static void take_edge(struct judge *j, bool back)
{
    enum strip_condition zone = back ? STRIP_TAIL : STRIP_HEAD;
    struct para *waiting[TAIL_LINES];
    size_t n = 0;
    company row = 0;
    uint16_t marker = 0;   /* of the taken line before p; walking forward only */
    if (!j->zoned && !j->beside)
        return;
    for (size_t i = 0; i < j->n && n < strip_zone(j->standing, back); i++) {
        struct para *p = from_end(j, i, back);
        const struct para *outer = n ? waiting[n - 1] : NULL;
        bool zoned = stands(p) && p->hit[zone] && !is_inside(j, p, p->hit[zone])
                  && !is_heading(j, i, back, outer, p->hit[zone]) && !is_alone(j, i, back, outer, row);
        int condition = !stands(p) ? -1 : zoned ? (int)zone
                      : goes_with(j, p, row) ? STRIP_NEAR
                      : !back && follows(j, p, marker) ? STRIP_AFTER : -1;
        if (condition >= 0) {
            take(j, p, (enum strip_condition)condition);
            n = take_waiting(j, waiting, n, p, back ? marker_of(j, p) : 0);
        }
        if (stands(p))
            waiting[n++] = p;
        join(j, &row, p);
        marker = stands(p) ? 0 : taken(p) ? marker_of(j, p) : marker;
    }
}

/* The last standing paragraph before number *i, which becomes its number. */
static struct para *standing_before(const struct judge *j, size_t *i)
{
    while (*i > 0)
        if (stands(&j->paras[--*i]))
            return &j->paras[*i];
    return NULL;
}

/* Does the line have the shape of a headline, and nothing that keeps it? */
static bool is_headline(struct judge *j, const struct para *p)
{
    struct buf *line = &j->scratch->line;
    if (!headline_shape(p->text, p->words, p->fold))
        return false;
    fold_line(p->text, line);
    j->failed = j->failed || line->failed;
    return !line->failed && !keep_takes(&j->rules->keep, j->scratch->regex, buf_slice(line));
}

/* Is the article in a language of the packs? They have the words that keep a credit or a contact at the
 * end; of other languages core has but a few. */
static bool is_known(const struct judge *j)
{
    return !j->rules->by_language || languages_known(j->rules->languages, j->paras, j->n);
}

/* A last line that a rule hits anywhere or in the tail is left to that rule. */
static void take_headline(struct judge *j)
{
    size_t i = j->n;
    struct para *last = j->rules->headline ? standing_before(j, &i) : NULL;
    if (!last || last->hit[STRIP_ALWAYS] || last->hit[STRIP_TAIL])
        return;
    const struct para *before = standing_before(j, &i);
    if (before && headline_after(before) && is_headline(j, last) && headline_cased(before->text) && is_known(j))
        take_by(j, last, j->rules->headline);
}

static void take_block(struct judge *j)
{
    if (!j->any)
        return;
    size_t opener = block_opener(j->rules, j->paras, j->n);
    for (size_t i = opener + 1; i < j->n; i++)
        if (stands(&j->paras[i]))
            take_by(j, &j->paras[i], j->paras[opener].rule);
}

static void look_over(struct judge *j)
{
    for (size_t i = 0; i < j->n; i++) {
        const struct para *p = &j->paras[i];
        if (stands(p)) {
            j->standing++;
            j->beside |= p->hit[STRIP_NEAR] | p->hit[STRIP_AFTER];
            j->anywhere |= p->hit[STRIP_ALWAYS];
            j->zoned |= p->hit[STRIP_HEAD] | p->hit[STRIP_TAIL];
        } else {
            j->any |= taken(p);
        }
    }
}

long strip_judge(const struct rules *r, struct strip_scratch *s, bool head, bool tail, struct para *paras, size_t n)
{
    struct judge j = { .rules = r, .scratch = s, .paras = paras, .n = n };
    look_over(&j);
    size_t at_first = j.standing, before;
    do {
        before = j.standing;
        take_anywhere(&j);
        if (j.any && j.beside) {
            take_beside(&j, false);
            take_beside(&j, true);
        }
        if (head)
            take_edge(&j, false);
        if (tail) {
            take_edge(&j, true);
            take_block(&j);
            take_headline(&j);
        }
    } while (j.standing != before);
    return j.failed || regex_scratch_failed(s->regex) ? -1 : (long)(at_first - j.standing);
}
