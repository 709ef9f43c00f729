/* DESIGN of learn_judge. What recurs in a source is a template, or journalism
 * that recurs: an author's paragraph on the background of many stories, a
 * quote, wire copy, the headline of a column, headings inside the text, names.
 * A template missed costs little, so in doubt a line is left out, and said to
 * be. In order:
 *
 *   few        below min_articles or min_share
 *   about      a rule of a class that is about the story takes it (byline ...)
 *   name       a person's name, known by its capitals, or in a script without
 *              them by its place, short and between headline and prose, or
 *              behind the prose where other articles have a name; or what is
 *              said of somebody, which opens with a name
 *   sentence   (8 words or more with an end mark, 4 with a full stop, as long in
 *              Thai, or in quotation marks:) accepted in half of the articles;
 *              when no other source has it in a fifth, above or behind all that
 *              is the article's own, where a line of half of the articles
 *              stands between: a paragraph of the story does not go behind a
 *              template
 *   label      (all others:) accepted at the edges, save above the prose where
 *              the headline stands, of a column or of one article that a box
 *              names on others, and right behind the prose in less than a fifth
 *              of the articles, as a rating; and beside other recurring lines,
 *              when these go; by itself between the article's own paragraphs,
 *              where headings are, only in nearly all articles
 *
 * Half is two thirds of fewer than a hundred articles. Numbers without a source are guesses, checked by eye
 * on eight English news sources and by the made-up sites of the tests. */
#include "strip/headline.h"
#include "strip/learn/learn.h"
#include "strip/ruleset.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    SENTENCE_WORDS = 8, SENTENCE_DENSE = 20,   /* characters in scripts without spaces */
    STOPPED_WORDS = 4, STOPPED_DENSE = 8,      /* with a full stop */
    HALF = 50, TWO_THIRDS = 67, MANY = 100,    /* percent of the articles, and how many they are */
    FIFTH = 20,                                /* and little, between the template that stands for sure and the edge */
    EDGE = 75, OTHER_EDGE = 20, BESIDE = 80,   /* percent of the line's articles */
    AMONG = 33, ALL = 98,
    HEADING = 50, HEADING_CERTAIN = 80, HEADING_OFTEN = 25, NEARLY_ALL = 90,
    TITLE_WORDS = 4, TITLE_CASELESS = 3, TITLE_DENSE = 7,     /* a headline has as many */
    NAME_WORDS = 4, NAME_DENSE = 12, NAME_THAI = 24   /* and a name no more; without spaces characters */
};

/* Does it stand there in so many percent of the articles that have it? */
static bool stands_at(const struct learn_line *line, enum learn_place place, unsigned percent)
{
    return learn_reaches(line->at[place], line->articles, percent);
}

static bool quoted(struct slice text)
{
    uint32_t cp;
    utf8_next(text.ptr, text.ptr + text.len, &cp);
    return cp != '(' && cp != '[' && cp != '\'' && (chars_flags(cp) & CHARS_CLOSER);
}

static bool ends_in_stop(struct slice text)
{
    static const char *const STOPS[] = { ".", "\u3002", "\u06D4", "\u0964" };
    for (size_t i = 0; i < sizeof STOPS / sizeof *STOPS; i++)
        if (slice_ends(text, slice_str(STOPS[i])))
            return true;
    return false;
}

bool learn_is_sentence(struct slice text, uint32_t chars, uint32_t words, unsigned fold)
{
    if (quoted(text))
        return true;
    bool enough = fold & FOLD_DENSE ? chars >= SENTENCE_DENSE : words >= SENTENCE_WORDS;
    bool brief = fold & FOLD_DENSE ? chars >= STOPPED_DENSE : words >= STOPPED_WORDS;
    return (enough && headline_ended(text)) || (brief && ends_in_stop(text))
        || (chars >= LEARN_UNMARKED && learn_is_unmarked(text));
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

/* The zones that hold nearly all of the line's places, and how many they hold; 0: none do. What stands
 * elsewhere may be a heading that reads the same, and is left alone by them. */
static unsigned edges(const struct learn_line *line, uint32_t *held)
{
    uint32_t head = line->at[AT_HEAD], tail = line->at[AT_TAIL], all = line->articles;
    unsigned both = 1u << STRIP_HEAD | 1u << STRIP_TAIL;
    if (learn_reaches(*held = tail, all, EDGE))
        return 1u << STRIP_TAIL;
    if (learn_reaches(*held = head, all, EDGE))
        return 1u << STRIP_HEAD;
    *held = head + tail;
    bool each = learn_reaches(head, all, OTHER_EDGE) && learn_reaches(tail, all, OTHER_EDGE);
    return each && learn_reaches(*held, all, EDGE) ? both : 0;
}

/* Sets the zones. Does nearly all of the line stand at the edges? What boxes name beside it may fill the zones:
 * a label of a fifth of the articles that has all of its places there, and not in the zones, may go anywhere. */
static bool is_at_edge(struct learn_line *line, uint32_t of)
{
    uint32_t held;
    unsigned edge = edges(line, &held);
    bool all = stands_at(line, AT_FIRST, 100) || stands_at(line, AT_LAST, 100);
    bool wide = all && learn_reaches(line->articles, of, FIFTH);
    line->zones = (uint8_t)(edge && (!wide || learn_reaches(held, line->articles, ALL)) ? edge : 1u << STRIP_ALWAYS);
    return edge || wide;
}

/* No journalism recurs so: in half of the articles, of which there must be many. */
static bool is_common(const struct learn_line *line, uint32_t of)
{
    return learn_reaches(line->articles, of, of < MANY ? TWO_THIRDS : HALF);
}

static enum copydesk_left judge_sentence(const struct learn *l, struct learn_line *line, uint32_t of)
{
    bool edge = is_at_edge(line, of);
    if (is_common(line, of))
        return COPYDESK_LEFT_NONE;
    if (sketch_count(l->sources_of, line->key) > 1)
        return COPYDESK_LEFT_WIRE;
    bool among = edge && stands_at(line, AT_HALF, AMONG);
    return among && !quoted(line->text) && learn_reaches(line->articles, of, FIFTH) ? COPYDESK_LEFT_NONE : COPYDESK_LEFT_SENTENCE;
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

/* Certainly no name of a place or person: it has a word that is written in lower case, or stands above an author's name. */
static bool is_no_name(struct learn *l, const struct learn_line *line)
{
    return stands_at(line, AT_OVER, EDGE) || !(learn_is_proper(l, line->text) || learn_may_be_name(line->text));
}

/* A section of a source whose articles come without headlines: it stands where these would. In fewer articles it may
 * be a column's title. */
static bool heads_headless(struct learn *l, const struct learn_source *source, const struct learn_line *line)
{
    return learn_reaches(source->untitled, source->articles, NEARLY_ALL) && stands_at(line, AT_TITLE, HALF)
        && learn_reaches(line->articles, source->articles, FIFTH) && is_no_name(l, line);
}

/* Is it the headline of articles of its own: of most that have it, of more than the source's other
 * lines are, or of one, which a box names on others? Where most of the source's articles have none, what stands
 * last above the prose may be one. */
static bool is_headline(const struct learn_source *source, const struct learn_line *line)
{
    bool tail = line->zones == 1u << STRIP_TAIL;
    bool boxed = stands_at(line, AT_BESIDE, HALF);
    bool below = stands_at(line, AT_UNDER, HALF);
    if (line->at[AT_TITLE] && !tail && (boxed || (is_titular(line) && !below)))
        return true;
    if (learn_reaches(source->untitled, source->articles, HALF))
        return stands_at(line, AT_TITLE, HEADING);
    bool often = stands_at(line, AT_TITLE, HEADING_OFTEN)
        && (uint64_t)line->at[AT_TITLE] * source->articles >= (uint64_t)2 * source->untitled * line->articles;
    return stands_at(line, AT_HEADING, HEADING) || often;
}

static bool is_brief(const struct learn_line *line)
{
    if (line->fold & FOLD_DENSE)
        return line->chars <= (learn_is_unmarked(line->text) ? NAME_THAI : NAME_DENSE);
    return line->words <= NAME_WORDS;
}

/* A name of common words, as Mark Wood is, a place, or a name in a script without capitals shows itself by its
 * position alone: between headline and prose, or right behind the prose where other articles have a name. */
static bool stands_like_name(struct learn *l, const struct learn_line *line, uint32_t of)
{
    if (!is_brief(line) || headline_ended(line->text))
        return false;
    bool name = learn_may_be_name(line->text);
    if (stands_at(line, AT_UNDER, EDGE) && !learn_reaches(line->articles, of, HEADING_CERTAIN))
        return name || (!learn_reaches(line->articles, of, HALF) && !is_no_name(l, line));
    bool behind = stands_at(line, AT_LAST, EDGE) && !stands_at(line, AT_FIFTH, AMONG);
    bool signs = l->sources[line->source].signs || learn_is_caseless(line->text);
    return name && behind && signs && !learn_reaches(line->articles, of, HALF);
}

static enum copydesk_left judge_label(struct learn *l, struct learn_line *line, uint32_t of)
{
    bool edge = is_at_edge(line, of);
    if (stands_like_name(l, line, of))
        return COPYDESK_LEFT_NAME;
    const struct learn_source *source = &l->sources[line->source];
    bool certain = learn_reaches(line->articles, of, HEADING_CERTAIN);
    if (!certain && !heads_headless(l, source, line) && is_headline(source, line))
        return COPYDESK_LEFT_HEADLINE;
    bool inside = stands_at(line, AT_INSIDE, HALF);
    if (is_common(line, of) && (!inside || learn_reaches(line->articles, of, NEARLY_ALL)))
        return COPYDESK_LEFT_NONE;
    if (stands_at(line, AT_LEADS, EDGE))
        return COPYDESK_LEFT_INSIDE;
    bool among = stands_at(line, AT_FIFTH, AMONG) || learn_reaches(line->articles, of, FIFTH);
    if (edge && !inside)
        return among || line->at[AT_HEAD] > line->at[AT_TAIL] ? COPYDESK_LEFT_NONE : COPYDESK_LEFT_SENTENCE;
    line->zones = 1u << STRIP_NEAR;
    return stands_at(line, AT_BESIDE, BESIDE) ? COPYDESK_LEFT_NONE : COPYDESK_LEFT_INSIDE;
}

/* *byline: a rule of that class takes it. */
static enum copydesk_left judge_line(struct learn *l, struct strip_scratch *s, struct learn_line *line, bool *byline)
{
    uint32_t of = l->sources[line->source].articles;
    bool is_sentence = learn_is_sentence(line->text, line->chars, line->words, line->fold);
    if (line->articles < l->options->min_articles || !learn_reaches(line->articles, of, l->options->min_share))
        return COPYDESK_LEFT_FEW;
    int about = about_story(l->rules, s, line);
    *byline = about == COPYDESK_BYLINE;
    if (about >= 0)
        return COPYDESK_LEFT_ABOUT;
    if (is_sentence ? learn_is_name(l, line->text, true) : learn_is_named(l, line->text))
        return COPYDESK_LEFT_NAME;
    return is_sentence ? judge_sentence(l, line, of) : judge_label(l, line, of);
}

/* Can a source's name stand in a pack? A pack is UTF-8, and trims its lines. */
static bool is_writable(struct slice name)
{
    if (!utf8_valid(name))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < ' ')
            return false;
    return !name.len || (name.ptr[0] != ' ' && name.ptr[name.len - 1] != ' ' && !slice_equal(name, SLICE(".")));
}

/* Each by itself; remembers the names. False: memory is short. */
static bool judge_lines(struct learn *l, struct strip_scratch *s)
{
    bool good = true;
    for (size_t i = 0; i < l->n_found && good; i++) {
        struct learn_line *line = &l->found[i];
        bool byline = false;
        enum copydesk_left left = judge_line(l, s, line, &byline);
        line->verdict = (uint8_t)left;
        good = !example_failed(s);
        if (good && (left == COPYDESK_LEFT_NAME || byline))
            good = learn_note_name(l, line->source, line->text);
    }
    return good;
}

bool learn_judge(struct learn *l)
{
    struct strip_scratch *s = strip_scratch_new(l->rules);
    if (!s)
        return false;
    l->sum.sources = l->n_sources;
    for (size_t i = 0; i < l->n_sources; i++)
        l->sum.small_sources += l->sources[i].articles < l->options->min_articles;
    bool good = judge_lines(l, s);
    for (size_t i = 0; i < l->n_found && good; i++) {
        struct learn_line *line = &l->found[i];
        bool open = line->verdict == COPYDESK_LEFT_NONE || line->verdict == COPYDESK_LEFT_SENTENCE;
        if (open && learn_opens_with_name(l, line->source, line->text))
            line->verdict = COPYDESK_LEFT_NAME;
        if (line->verdict == COPYDESK_LEFT_NONE && !is_writable(l->sources[line->source].name))
            line->verdict = COPYDESK_LEFT_UNNAMED;
        l->sum.left[line->verdict]++;
    }
    l->sum.proposed = l->sum.left[COPYDESK_LEFT_NONE];
    strip_scratch_free(s);
    return good && !l->word.failed;
}
