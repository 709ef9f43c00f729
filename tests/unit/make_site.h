/* make_site -- articles of made-up news sites, each paragraph known to be the
 * site's template or the article's own. The same seed gives the same site.
 * Templates: section names, teasers, sign-ups and closing lines in the site's
 * own words. Own: prose, wire copy shared by sites, quotes, an author's
 * background paragraph, author boxes, bylines with and without "By", headings
 * inside the text, also such that read like a section, the headline of a column. */
#ifndef TESTS_MAKE_SITE_H
#define TESTS_MAKE_SITE_H

#include "base/buf.h"
#include "unit.h"

enum { SITE_PARAS = 40 };

struct site_para { bool template; char text[400]; };
struct site_article { unsigned n; struct site_para paras[SITE_PARAS]; };

struct site {
    const char *name;
    const char *sections[4], *signup, *inline_signup, *teasers[6], *teaser_label, *closing[2], *tips;
    const char *background;   /* own: of one author, in many stories */
};

static const struct site SITES[] = {
    { "harbour-post", { "Tides and piers", "Council watch", "The back yard", "Weather and water" },
      "Get the morning tide, our letter for early risers, before the first ferry leaves.",
      "Two more stories are free for you this week; then our desk asks for a coin.",
      { "Ten ferries that never came back", "The baker who forgot to close",
        "What the lighthouse keeper saw in March", "Our readers draw the new bridge",
        "A short history of the fish market", "Why the clock tower runs late" },
      "From our own shelves", { "Seen something on the water", "The Harbour Post, printed on the quay" },
      "Tell our desk what you have seen, in confidence, at any hour.",
      "The wall has been argued over since the flood, which took the old pier and four houses." },
    { "inland-courier", { "Fields", "Market day", "Schools and roads", "Late edition" },
      "Our letter for the valley goes out each Friday; join it from the front page.",
      "You are reading one of three free stories this month.",
      { "How the mill was sold twice", "Five walks along the old railway", "The goat that stopped a train",
        "Snow, and who has to clear it", "When the river froze in May", "The last shop of the upper village" },
      "Also in the valley", { "Printed in the valley since the flood", "Found a mistake? Our desk is grateful." },
      "Pictures of the valley can be bought at the front desk.",
      "The valley lost its railway nine years ago, and its station is now a home for cats." },
    { "night-bulletin", { "After dark", "Courts", "On the wire tonight", "Numbers" },
      "Bulletin members read without banners, from two crowns a week.",
      "The player below needs a newer machine than yours seems to be.",
      { "Who pays for the street lamps", "A night with the road crew", "The judge who sang",
        "Three questions for the new chief", "Inside the bread factory at four", "The bus that runs for nobody" },
      "While you are awake", { "Set in the small hours", "All times are local times" },
      "Numbers in this bulletin are checked twice.",
      "The court has heard eleven cases against the bakers since the law was changed in March." },
};
enum { N_SITES = sizeof SITES / sizeof *SITES };

static const char *const SITE_WORDS[] = {
    "the", "harbour", "council", "opened", "a", "new", "ferry", "line", "between", "two", "islands", "after", "years",
    "of", "talks", "about", "money", "and", "water", "which", "had", "kept", "people", "from", "crossing", "in", "winter",
    "while", "schools", "on", "both", "sides", "asked", "for", "more", "teachers", "because", "classes", "were", "full",
    "farmers", "said", "prices", "of", "milk", "fell", "again", "as", "roads", "stayed", "closed", "to", "lorries", "until",
    "spring", "when", "engineers", "hope", "that", "work", "can", "begin", "with", "help", "this", "old", "bridge", "is",
    "too", "narrow", "but", "nobody", "wants", "another", "one", "near", "market", "square", "post", "evening", "numbers",
};
static const char *const SITE_AUTHORS[] = { "Ada Lund", "Rollo Penhallow", "Mirela Tosk", "Ottoline Brandvik" };
static const char *const SITE_WIRE[] = {
    "The ministry of transport in Belgrano said on Monday that all crossings would be checked before the winter.",
    "A spokesman for the union said that its members would vote again on the offer by the end of the month.",
    "The central bank left its main rate where it was, as nearly all of those who were asked had expected.",
};

#define SITE_PICK(seed, list) ((list)[random_below((seed), sizeof (list) / sizeof *(list))])

static inline bool site_chance(uint64_t *seed, unsigned percent)
{
    return random_below(seed, 100) < percent;
}

static inline void site_add(struct site_article *a, bool template, const char *text)
{
    if (a->n == SITE_PARAS)
        return;
    struct site_para *p = &a->paras[a->n++];
    p->template = template;
    snprintf(p->text, sizeof p->text, "%s", text);
}

/* words of prose with a capital and an end; what it says is not the point */
static inline void site_words(uint64_t *seed, unsigned words, const char *end, char *out, size_t size)
{
    size_t n = 0;
    for (unsigned i = 0; i < words; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " " : "", SITE_PICK(seed, SITE_WORDS));
    out[0] = (char)(out[0] - 'a' + 'A');
    snprintf(out + n, size - n, "%s", end);
}

static inline void site_prose(uint64_t *seed, struct site_article *a, unsigned n)
{
    char text[400];
    for (unsigned i = 0; i < n; i++) {
        site_words(seed, 14 + random_below(seed, 25), ".", text, sizeof text);
        site_add(a, false, text);
    }
}

/* What recurs in the body and is journalism. */
static inline void site_journalism(uint64_t *seed, const struct site *s, struct site_article *a)
{
    if (site_chance(seed, 12))
        site_add(a, false, SITE_WIRE[1 + random_below(seed, 2)]);
    if (site_chance(seed, 9))
        site_add(a, false, "\xe2\x80\x9cWe do not comment on open cases,\xe2\x80\x9d the police said.");
    if (site_chance(seed, 14))
        site_add(a, false, s->background);
    if (site_chance(seed, 18))
        site_add(a, false, "What happens next");
    if (site_chance(seed, 9))
        site_add(a, false, "\"It is what it is.\"");
}

static inline void site_tail(uint64_t *seed, const struct site *s, unsigned author, struct site_article *a)
{
    char text[200];
    if (site_chance(seed, 29))
        site_add(a, false, SITE_WIRE[0]);
    if (site_chance(seed, 70)) {
        snprintf(text, sizeof text, "%s writes about schools and ferries and has kept bees since the flood.",
                 SITE_AUTHORS[author]);
        site_add(a, false, text);
    }
    if (site_chance(seed, 60))
        site_add(a, true, s->signup);
    if (site_chance(seed, 50))
        site_add(a, true, s->tips);
    if (site_chance(seed, 80)) {
        unsigned first = random_below(seed, 6);
        site_add(a, true, s->teaser_label);
        for (unsigned i = 0; i < 3; i++)
            site_add(a, true, s->teasers[(first + i) % 6]);
    }
    for (unsigned i = 0; i < 2; i++)
        if (site_chance(seed, 75))
            site_add(a, true, s->closing[i]);
}

static inline void site_article(uint64_t *seed, const struct site *s, struct site_article *a)
{
    char text[200];
    unsigned author = site_chance(seed, 55) ? 0 : random_below(seed, 4);
    unsigned section = random_below(seed, 4);
    a->n = 0;
    if (site_chance(seed, 7)) {   /* a column: its name is the headline */
        site_add(a, false, "Letters to the harbour master");
    } else {
        if (site_chance(seed, 70))
            site_add(a, true, s->sections[section]);
        site_words(seed, 5 + random_below(seed, 5), "", text, sizeof text);
        site_add(a, false, text);
        snprintf(text, sizeof text, "%s%s", s == SITES ? "" : "By ", SITE_AUTHORS[author]);
        site_add(a, false, text);
    }
    site_prose(seed, a, 2 + random_below(seed, 3));
    if (site_chance(seed, 55))
        site_add(a, true, s->inline_signup);
    site_prose(seed, a, 2 + random_below(seed, 3));
    site_journalism(seed, s, a);
    if (site_chance(seed, 6))   /* a heading inside the text that reads like a section */
        site_add(a, false, s->sections[(section + 1) % 4]);
    site_prose(seed, a, 1 + random_below(seed, 3));
    site_tail(seed, s, author, a);
}

/* The article as scraped. */
static inline void site_text(const struct site_article *a, struct buf *out)
{
    buf_clear(out);
    for (unsigned i = 0; i < a->n; i++)
        buf_addf(out, "%s%s", i ? "\n\n" : "", a->paras[i].text);
    buf_addch(out, '\n');
}

#endif
