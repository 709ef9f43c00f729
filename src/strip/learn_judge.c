/* DESIGN of learn_judge. What recurs in a source is a template, or journalism
 * that recurs: an author's paragraph on the background of many stories, a
 * quote, wire copy, the headline of a column, headings inside the text, names.
 * A template missed costs little, so in doubt a line is left out, and said to
 * be. In order:
 *
 *   few        below min_articles or min_share
 *   about      a rule of a class that is about the story takes it (byline ...)
 *   name       a person's name, or a sentence that opens with one
 *   sentence   (8 words or more with an end mark, as long in Thai, or in quotation marks:)
 *              accepted in half of the articles; when no other source has it in
 *              a third, or in a fifth at the edges or beside other such lines
 *   label      (all others:) accepted at the edges, save right above the
 *              prose, where the headline stands; and beside other recurring
 *              lines; inside the text only in half of the articles
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
    HEADING = 50, HEADING_CERTAIN = 80
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

/* Does a rule of a class that is about the story take the line? */
static bool about_story(const struct rules *rules, struct strip_scratch *s, const struct learn_line *line)
{
    struct example e;
    if (!example_fold(s, line->text, &e))
        return true;
    for (size_t i = 0; i < rules->n; i++)
        if (rules->rules[i].cls >= COPYDESK_BYLINE && rule_takes(rules, s, i, &e))
            return true;
    return false;
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

static enum copydesk_left judge_label(struct learn_line *line, uint32_t of)
{
    unsigned edge = edges(line);
    bool beside = reaches(line->beside, line->articles, BESIDE);
    line->zones = (uint8_t)(edge ? edge : 1u << STRIP_ALWAYS);
    if (reaches(line->heading, line->articles, HEADING) && !reaches(line->articles, of, HEADING_CERTAIN))
        return COPYDESK_LEFT_HEADLINE;
    if (edge || reaches(line->articles, of, HALF) || (beside && reaches(line->articles, of, BLOCK)))
        return COPYDESK_LEFT_NONE;
    line->zones = 1u << STRIP_NEAR;
    return beside ? COPYDESK_LEFT_NONE : COPYDESK_LEFT_INSIDE;
}

static enum copydesk_left judge_line(struct learn *l, const struct rules *rules,
                                     struct strip_scratch *s, struct learn_line *line)
{
    uint32_t of = l->sources[line->source].articles;
    bool is_sentence = sentence(line);
    if (line->articles < l->options->min_articles || !reaches(line->articles, of, l->options->min_share))
        return COPYDESK_LEFT_FEW;
    if (about_story(rules, s, line))
        return COPYDESK_LEFT_ABOUT;
    if (learn_is_name(l, line->text, is_sentence))
        return COPYDESK_LEFT_NAME;
    return is_sentence ? judge_sentence(l, line, of) : judge_label(line, of);
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

bool learn_judge(struct learn *l, const struct rules *rules)
{
    struct strip_scratch *s = strip_scratch_new(rules);
    if (!s)
        return false;
    note_packs(l, rules);
    l->sum.sources = l->n_sources;
    for (size_t i = 0; i < l->n_sources; i++)
        l->sum.small_sources += l->sources[i].articles < l->options->min_articles;
    for (size_t i = 0; i < l->n_found; i++) {
        enum copydesk_left left = judge_line(l, rules, s, &l->found[i]);
        l->found[i].verdict = (uint8_t)left;
        l->sum.left[left]++;
    }
    l->sum.proposed = l->sum.left[COPYDESK_LEFT_NONE];
    strip_scratch_free(s);
    return true;
}
