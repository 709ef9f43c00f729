/* DESIGN of learn_judge. What recurs in a source is a template, or journalism
 * that recurs: an author's paragraph on the background of many stories, a
 * quote, wire copy, the headline of a column, headings inside the text, names.
 * A template missed costs little, so in doubt a line is left out, and said to
 * be. In order:
 *
 *   few        below min_articles or min_share
 *   about      a rule of a class that is about the story takes it (byline ...)
 *   name       a person's name, known by its capitals, or in a script without
 *              them by its place, short and between headline and prose; or what
 *              is said of somebody, which opens with a name
 *   sentence   (8 words or more with an end mark, as long in Thai, or in quotation marks:)
 *              accepted in half of the articles; when no other source has it in
 *              a third, or in a fifth at the edges or beside other such lines
 *   label      (all others:) accepted at the edges, save above the prose where
 *              the headline stands, of a column or of one article that a box
 *              names on others; and beside other recurring lines; inside the
 *              text only in half of the articles, in a third with a full stop
 *
 * Numbers without a source are guesses, checked by eye on eight English news
 * sources and by the made-up sites of the tests. */
#include "strip/headline.h"
#include "strip/learn.h"
#include "strip/ruleset.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    SENTENCE_WORDS = 8, SENTENCE_DENSE = 20,   /* characters in scripts without spaces */
    SENTENCE_UNMARKED = 45,                    /* and without end marks: eight words of Thai */
    HALF = 50,                                 /* percent of the articles: no journalism recurs so */
    CERTAIN = 33, LIKELY = 20,                 /* for sentences of one source */
    BLOCK = 10,                                /* for labels beside others */
    EDGE = 75, OTHER_EDGE = 20, BESIDE = 80,   /* percent of the line's articles */
    HEADING = 50, HEADING_CERTAIN = 80, HEADING_OFTEN = 25,
    TITLE_WORDS = 4, TITLE_CASELESS = 3, TITLE_DENSE = 7,     /* a headline has as many */
    NAME_WORDS = 4, NAME_DENSE = 8             /* and a name no more; without spaces characters */
};

/* Is part at least percent of whole? */
static bool reaches(uint64_t part, uint64_t whole, unsigned percent)
{
    return part * 100 >= whole * percent;
}

static bool quoted(struct slice text)
{
    uint32_t cp;
    utf8_next(text.ptr, text.ptr + text.len, &cp);
    return cp != '(' && cp != '[' && cp != '\'' && (chars_flags(cp) & CHARS_CLOSER);
}

/* Thai and Lao have no end marks. */
static bool unmarked(struct slice text)
{
    uint32_t cp;
    const char *end = text.ptr + text.len;
    utf8_next(utf8_prev(text.ptr, end), end, &cp);
    return cp >= 0xE00 && cp < 0xF00;
}

static bool sentence(const struct learn_line *line)
{
    if (quoted(line->text))
        return true;
    bool enough = line->fold & FOLD_DENSE ? line->chars >= SENTENCE_DENSE : line->words >= SENTENCE_WORDS;
    return (enough && headline_ended(line->text)) || (line->chars >= SENTENCE_UNMARKED && unmarked(line->text));
}

/* The class that is about the story and has a rule, of a pack that the articles show, which takes the line; -1: none. */
static int about_story(const struct rules *rules, struct strip_scratch *s, const struct learn_line *line)
{
    struct example e;
    if (!example_fold(s, line->text, &e))
        return COPYDESK_BYLINE;
    for (size_t i = 0; i < rules->n; i++)
        if (rules->rules[i].cls >= COPYDESK_BYLINE && trials_shown(rules, rules->rules[i].language)
            && rule_takes(rules, s, i, &e))
            return rules->rules[i].cls;
    return -1;
}

/* The zones that hold nearly all of the line's places; 0: none do. What stands
 * elsewhere may be a heading that reads the same, and is left alone by them. */
static unsigned edges(const struct learn_line *line)
{
    if (reaches(line->tail, line->articles, EDGE))
        return 1u << STRIP_TAIL;
    if (reaches(line->head, line->articles, EDGE))
        return 1u << STRIP_HEAD;
    bool both = reaches(line->head, line->articles, OTHER_EDGE) && reaches(line->tail, line->articles, OTHER_EDGE);
    if (both && reaches((uint64_t)line->head + line->tail, line->articles, EDGE))
        return 1u << STRIP_HEAD | 1u << STRIP_TAIL;
    return 0;
}

static enum copydesk_left judge_sentence(const struct learn *l, struct learn_line *line, uint32_t of)
{
    unsigned edge = edges(line);
    bool beside = reaches(line->beside, line->articles, BESIDE);
    line->zones = (uint8_t)(edge ? edge : 1u << STRIP_ALWAYS);
    if (reaches(line->articles, of, HALF))
        return COPYDESK_LEFT_NONE;
    if (sketch_count(l->sources_of, line->key) > 1)
        return COPYDESK_LEFT_WIRE;
    if (reaches(line->articles, of, CERTAIN))
        return COPYDESK_LEFT_NONE;
    if (quoted(line->text) || !reaches(line->articles, of, LIKELY) || (!edge && !beside))
        return COPYDESK_LEFT_SENTENCE;
    return COPYDESK_LEFT_NONE;
}

/* As long as a headline, and without an end mark? */
static bool is_titular(const struct learn_line *line)
{
    if (headline_ended(line->text))
        return false;
    if (line->fold & FOLD_DENSE)
        return line->chars >= TITLE_DENSE;
    return line->words >= (learn_is_caseless(line->text) ? TITLE_CASELESS : TITLE_WORDS);
}

/* Is it the headline of articles of its own: of most that have it, of more than the source's other
 * lines are, or of one? Where most of the source's articles have none, what stands last above the prose may be one. */
static bool is_headline(const struct learn_source *source, const struct learn_line *line)
{
    if (reaches(source->untitled, source->articles, HALF))
        return reaches(line->title, line->articles, HEADING);
    bool tail = line->zones == 1u << STRIP_TAIL;
    bool often = reaches(line->title, line->articles, HEADING_OFTEN)
        && (uint64_t)line->title * source->articles >= (uint64_t)2 * source->untitled * line->articles;
    return reaches(line->heading, line->articles, HEADING) || often || (line->title && !tail && is_titular(line));
}

/* A name of common words, as Mark Wood is, or in a script without capitals shows itself by its place alone. */
static bool stands_like_name(const struct learn_line *line, uint32_t of)
{
    bool brief = line->fold & FOLD_DENSE ? line->chars <= NAME_DENSE : line->words <= NAME_WORDS;
    return brief && reaches(line->under, line->articles, EDGE) && !reaches(line->articles, of, HEADING_CERTAIN)
        && !headline_ended(line->text) && learn_may_be_name(line->text);
}

static bool ends_in_stop(struct slice text)
{
    static const char *const STOPS[] = { ".", "\u3002", "\u06D4", "\u0964" };
    for (size_t i = 0; i < sizeof STOPS / sizeof *STOPS; i++)
        if (slice_ends(text, slice_str(STOPS[i])))
            return true;
    return false;
}

static enum copydesk_left judge_label(const struct learn *l, struct learn_line *line, uint32_t of)
{
    unsigned edge = edges(line);
    bool beside = reaches(line->beside, line->articles, BESIDE);
    line->zones = (uint8_t)(edge ? edge : 1u << STRIP_ALWAYS);
    if (stands_like_name(line, of))
        return COPYDESK_LEFT_NAME;
    if (is_headline(&l->sources[line->source], line) && !reaches(line->articles, of, HEADING_CERTAIN))
        return COPYDESK_LEFT_HEADLINE;
    bool certain = ends_in_stop(line->text) && sketch_count(l->sources_of, line->key) <= 1;
    if (edge || reaches(line->articles, of, certain ? CERTAIN : HALF) || (beside && reaches(line->articles, of, BLOCK)))
        return COPYDESK_LEFT_NONE;
    line->zones = 1u << STRIP_NEAR;
    return beside ? COPYDESK_LEFT_NONE : COPYDESK_LEFT_INSIDE;
}

/* *byline: a rule of that class takes it. */
static enum copydesk_left judge_line(struct learn *l, const struct rules *rules,
                                     struct strip_scratch *s, struct learn_line *line, bool *byline)
{
    uint32_t of = l->sources[line->source].articles;
    bool is_sentence = sentence(line);
    if (line->articles < l->options->min_articles || !reaches(line->articles, of, l->options->min_share))
        return COPYDESK_LEFT_FEW;
    int about = about_story(rules, s, line);
    *byline = about == COPYDESK_BYLINE;
    if (about >= 0)
        return COPYDESK_LEFT_ABOUT;
    bool more = is_sentence || headline_ended(line->text) || memchr(line->text.ptr, ',', line->text.len);
    if (learn_is_name(l, line->text, more))
        return COPYDESK_LEFT_NAME;
    return is_sentence ? judge_sentence(l, line, of) : judge_label(l, line, of);
}

/* The words of labels are no names; but only those of languages that the
 * articles show: "ada" is Turkish for an island, and elsewhere a person. */
static void note_packs(struct learn *l, const struct rules *rules)
{
    for (size_t p = 0; p < rules->n_packs; p++) {
        if (!trials_shown(rules, rules->packs[p].language))
            continue;
        for (size_t i = 0; i < rules->packs[p].pack.n_items; i++) {
            const struct pack_item *item = &rules->packs[p].pack.items[i];
            bool label = item->kind == PACK_LINE || item->kind == PACK_LINES;
            if (label || item->kind == PACK_YES || item->kind == PACK_NO)
                learn_note_words(l, item->text, label);
        }
    }
}

/* Each by itself; remembers the names. False: memory is short. */
static bool judge_lines(struct learn *l, const struct rules *rules, struct strip_scratch *s)
{
    bool good = true;
    for (size_t i = 0; i < l->n_found && good; i++) {
        struct learn_line *line = &l->found[i];
        bool byline = false;
        enum copydesk_left left = judge_line(l, rules, s, line, &byline);
        line->verdict = (uint8_t)left;
        if (left == COPYDESK_LEFT_NAME || byline)
            good = learn_note_name(l, line->source, line->text);
    }
    return good;
}

bool learn_judge(struct learn *l, const struct rules *rules)
{
    struct strip_scratch *s = strip_scratch_new(rules);
    if (!s)
        return false;
    note_packs(l, rules);
    l->sum.sources = l->n_sources;
    for (size_t i = 0; i < l->n_sources; i++)
        l->sum.small_sources += l->sources[i].articles < l->options->min_articles;
    bool good = judge_lines(l, rules, s);
    for (size_t i = 0; i < l->n_found && good; i++) {
        struct learn_line *line = &l->found[i];
        if (line->verdict == COPYDESK_LEFT_NONE && learn_opens_with_name(l, line->source, line->text))
            line->verdict = COPYDESK_LEFT_NAME;
        l->sum.left[line->verdict]++;
    }
    l->sum.proposed = l->sum.left[COPYDESK_LEFT_NONE];
    strip_scratch_free(s);
    return good && !l->word.failed;
}
