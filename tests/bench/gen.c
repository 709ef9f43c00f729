/* gen -- makes the bench corpus: invented news, the same bytes for the same
 * options on every machine.
 *
 *     gen [-n ARTICLES] [-s SEED] -d DIR MATERIAL     a tree: DIR/site-NNN/NNNNNNN.txt
 *     gen [-n ARTICLES] [-s SEED] MATERIAL > FILE     one stream, form feed lines between
 *
 * The shares are those of a corpus of scraped news on which the first speed
 * figures were taken: 9 % boilerplate, 31 % exact repeats (boilerplate counted),
 * 60 % of articles with curly quotes, 2 % CR LF, 10 % hard-wrapped, 0.3 % of
 * lines not in NFC, 3.6 KB an article, 214 bytes a line. The chances below were
 * tuned until 20,000 articles came near: 29 % repeats, 45 % of lines with
 * non-ASCII bytes, 225 bytes a line, 3.5 KB an article (measured). */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SITES = 200, LANGUAGES = 8, SYLLABLES = 128, LINES = 32,
    WORDS = 20000,          /* of each language */
    ZIPF = 1 << 16,         /* slots of the table that turns a random number into a rank */
    POOL = 512,             /* paragraphs of each language that may come again */
    WRAP = 72
};

struct text { char *ptr; size_t len, cap; };

struct language {
    unsigned share;
    bool spaced;
    char comma[8], stop[8], accent[32];
    char *syllables[SYLLABLES], *lines[LINES];
    size_t n_syllables, n_lines;
    char *words[WORDS];     /* from the most frequent on */
    size_t n_words;         /* that are known so far */
    struct text pool[POOL];
    size_t pooled;
};

struct world {
    struct language languages[LANGUAGES];
    size_t n_languages;
    uint16_t rank[ZIPF];
    uint64_t random;
};

static void die(const char *what)
{
    fprintf(stderr, "gen: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void *must(void *memory)
{
    if (!memory)
        die("memory");
    return memory;
}

/* splitmix64, the well-known public-domain generator */
static uint32_t dice(struct world *w, uint32_t sides)
{
    uint64_t z = (w->random += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)(((z ^ (z >> 31)) >> 32) * sides >> 32);
}

static bool chance(struct world *w, uint32_t in_a_thousand)
{
    return dice(w, 1000) < in_a_thousand;
}

static void add(struct text *t, const char *ptr, size_t len)
{
    if (t->len + len > t->cap) {
        t->cap = (t->len + len) * 2;
        t->ptr = must(realloc(t->ptr, t->cap));
    }
    if (len > 0)
        memcpy(t->ptr + t->len, ptr, len);
    t->len += len;
}

static void adds(struct text *t, const char *str)
{
    add(t, str, strlen(str));
}

/* ---- material ---- */

/* <U+XXXX> (below U+0800) to UTF-8, in place. */
static void unescape(char *s)
{
    char *at = strstr(s, "<U+");
    if (!at)
        return;
    unsigned cp = (unsigned)strtoul(at + 3, NULL, 16);
    char *rest = strchr(at, '>');
    if (!rest)
        return;
    at[0] = (char)(0xc0 | cp >> 6);
    at[1] = (char)(0x80 | (cp & 0x3f));
    memmove(at + 2, rest + 1, strlen(rest + 1) + 1);
}

static void split(char *list, char **items, size_t *n, size_t most)
{
    for (char *s = strtok(list, " "); s && *n < most; s = strtok(NULL, " "))
        items[(*n)++] = must(strdup(s));
}

static void read_item(struct world *w, char *name, char *value)
{
    if (strcmp(name, "language") == 0) {
        struct language *l = &w->languages[w->n_languages++];
        l->share = (unsigned)strtoul(strchr(value, ' ') + 1, NULL, 10);
        return;
    }
    struct language *l = &w->languages[w->n_languages - 1];
    if (strcmp(name, "join") == 0)
        l->spaced = strcmp(value, "SPACE") == 0;
    else if (strcmp(name, "comma") == 0)
        snprintf(l->comma, sizeof l->comma, "%s", value);
    else if (strcmp(name, "stop") == 0)
        snprintf(l->stop, sizeof l->stop, "%s", value);
    else if (strcmp(name, "accent") == 0)
        snprintf(l->accent, sizeof l->accent, "%s", value);
    else if (strcmp(name, "words") == 0)
        split(value, l->words, &l->n_words, WORDS);
    else if (strcmp(name, "syllables") == 0)
        split(value, l->syllables, &l->n_syllables, SYLLABLES);
    else if (strcmp(name, "line") == 0 && l->n_lines < LINES)
        l->lines[l->n_lines++] = must(strdup(value));
}

static void read_material(struct world *w, const char *path)
{
    char line[4096];
    FILE *f = fopen(path, "r");
    if (!f)
        die(path);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, ' ');
        if (line[0] == '#' || !value)
            continue;
        *value++ = 0;
        unescape(value);
        read_item(w, line, value);
    }
    fclose(f);
}

static void make_words(struct world *w, struct language *l)
{
    struct text t = { 0 };
    while (l->n_words < WORDS) {
        t.len = 0;
        for (uint32_t n = 1 + dice(w, l->spaced ? 4 : 2); n; n--)
            adds(&t, l->syllables[dice(w, (uint32_t)l->n_syllables)]);
        add(&t, "", 1);
        l->words[l->n_words++] = must(strdup(t.ptr));
    }
    free(t.ptr);
}

/* A slot of the table for each 1/ZIPF of probability: rank r has it in
 * proportion to 1 / (r + 3). */
static void make_ranks(struct world *w)
{
    double total = 0, sum = 0;
    for (size_t r = 0; r < WORDS; r++)
        total += 1.0 / (double)(r + 3);
    for (size_t r = 0, slot = 0; r < WORDS; r++) {
        sum += 1.0 / (double)(r + 3);
        while (slot < ZIPF && (double)slot <= sum / total * ZIPF)
            w->rank[slot++] = (uint16_t)r;
    }
}

/* ---- text ---- */

static void add_word(struct world *w, const struct language *l, struct text *t, bool first, bool curly)
{
    size_t start = t->len;
    adds(t, l->words[w->rank[dice(w, ZIPF)]]);
    if (first && t->ptr[start] >= 'a' && t->ptr[start] <= 'z')
        t->ptr[start] = (char)(t->ptr[start] - 'a' + 'A');
    if (l->spaced && chance(w, 12))
        adds(t, curly ? "’s" : "'s");
    else if (chance(w, 8)) {
        char number[32];
        uint32_t thousandths = dice(w, 900000);
        snprintf(number, sizeof number, "%s%u.%u", l->spaced ? " " : "", thousandths / 1000, thousandths % 10);
        adds(t, number);
    }
}

static void add_sentence(struct world *w, const struct language *l, struct text *t, bool curly)
{
    bool quote = chance(w, 150);
    uint32_t n = 6 + dice(w, 18);
    if (quote)
        adds(t, curly ? "“" : "\"");
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && chance(w, 80))
            adds(t, l->comma);
        if (i > 0 && l->spaced)
            adds(t, chance(w, 1) ? "\xc2\xa0" : " ");
        add_word(w, l, t, i == 0, curly);
    }
    adds(t, l->stop);
    if (quote)
        adds(t, curly ? "”" : "\"");
}

static void add_prose(struct world *w, const struct language *l, struct text *t, bool curly)
{
    size_t until = t->len + 40 + dice(w, 490);
    bool decomposed = chance(w, 4);
    for (bool more = false; t->len < until; more = true) {
        if (more && l->spaced)
            adds(t, " ");
        add_sentence(w, l, t, curly);
    }
    if (decomposed) {
        adds(t, l->spaced ? " " : "");
        adds(t, l->accent);
        adds(t, l->stop);
    }
}

/* One more paragraph into t: boilerplate, an old one, or new prose, which may
 * come again later. */
static void add_paragraph(struct world *w, struct language *l, struct text *t, bool curly)
{
    if (chance(w, 120)) {
        adds(t, l->lines[dice(w, (uint32_t)l->n_lines)]);
        return;
    }
    if (l->pooled == POOL && chance(w, 330)) {
        const struct text *old = &l->pool[dice(w, POOL)];
        add(t, old->ptr, old->len);
        return;
    }
    size_t start = t->len;
    add_prose(w, l, t, curly);
    struct text *keep = l->pooled < POOL ? &l->pool[l->pooled++] : &l->pool[dice(w, POOL)];
    keep->len = 0;
    add(keep, t->ptr + start, t->len - start);
}

/* Breaks t from start on into lines of at most WRAP characters. */
static void wrap(struct text *t, size_t start)
{
    size_t column = 0, space = 0;
    for (size_t i = start; i < t->len; i++) {
        if (t->ptr[i] == ' ')
            space = i;
        if (((unsigned char)t->ptr[i] & 0xc0) != 0x80)
            column++;
        if (column > WRAP && space > start) {
            t->ptr[space] = '\n';
            column = 0;
            for (size_t j = space + 1; j <= i; j++)
                column += ((unsigned char)t->ptr[j] & 0xc0) != 0x80;
            space = 0;
        }
    }
}

static struct language *pick_language(struct world *w)
{
    uint32_t at = dice(w, 1000);
    for (size_t i = 0; i < w->n_languages; i++) {
        if (at < w->languages[i].share)
            return &w->languages[i];
        at -= w->languages[i].share;
    }
    return &w->languages[0];
}

static void add_line_ends(struct text *t, const struct text *from, bool crlf)
{
    for (size_t i = 0; i < from->len; i++) {
        if (crlf && from->ptr[i] == '\n')
            add(t, "\r", 1);
        add(t, from->ptr + i, 1);
    }
}

/* A site keeps one layout: blank lines between paragraphs, single line feeds,
 * or hard-wrapped. */
static void make_article(struct world *w, uint32_t site, struct text *scratch, struct text *out)
{
    struct language *l = pick_language(w);
    bool curly = chance(w, 600), crlf = chance(w, 20);
    bool wrapped = site % 10 == 0, blank = wrapped || site % 10 < 7;
    size_t until = 1000 + dice(w, 4600);
    scratch->len = 0;
    while (scratch->len < until) {
        size_t start = scratch->len;
        add_paragraph(w, l, scratch, curly);
        if (wrapped && l->spaced)
            wrap(scratch, start);
        adds(scratch, blank ? "\n\n" : "\n");
    }
    scratch->len -= blank;
    out->len = 0;
    add_line_ends(out, scratch, crlf);
}

/* ---- output ---- */

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        die(path);
}

static void write_file(const char *dir, uint32_t site, unsigned long number, const struct text *t)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/site-%03u", dir, site);
    if (number < SITES * 4ul)
        make_folder(path);
    snprintf(path, sizeof path, "%s/site-%03u/%07lu.txt", dir, site, number);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(t->ptr, 1, t->len, f) != t->len || fclose(f) != 0)
        die(path);
}

static void write_stream(unsigned long number, const struct text *t)
{
    if (number > 0)
        fputs("\f\n", stdout);
    if (fwrite(t->ptr, 1, t->len, stdout) != t->len)
        die("<stdout>");
}

int main(int argc, char **argv)
{
    static struct world w;
    struct text scratch = { 0 }, article = { 0 };
    unsigned long n = 20000;
    const char *dir = NULL;
    int option;
    w.random = 1;
    while ((option = getopt(argc, argv, "n:s:d:")) != -1) {
        if (option == 'n')
            n = strtoul(optarg, NULL, 10);
        else if (option == 's')
            w.random = strtoul(optarg, NULL, 10);
        else if (option == 'd')
            dir = optarg;
        else
            return 2;
    }
    if (optind + 1 != argc) {
        fputs("usage: gen [-n ARTICLES] [-s SEED] [-d DIR] MATERIAL\n", stderr);
        return 2;
    }
    read_material(&w, argv[optind]);
    make_ranks(&w);
    for (size_t i = 0; i < w.n_languages; i++)
        make_words(&w, &w.languages[i]);
    if (dir)
        make_folder(dir);
    for (unsigned long i = 0; i < n; i++) {
        uint32_t site = (uint32_t)(i % SITES);
        make_article(&w, site, &scratch, &article);
        if (dir)
            write_file(dir, site, i, &article);
        else
            write_stream(i, &article);
    }
    if (fflush(stdout) != 0)
        die("<stdout>");
    return 0;
}
