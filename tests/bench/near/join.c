/* join -- what should be found: compares every article of a text stream
 * with every earlier one that was kept, by an inverted index of all their word
 * triples. Slow and simple, and a second opinion: it shares no code with the
 * library, splits words by itself, and leaves nothing out.
 *
 *     join CORPUS TRUTH NEAR
 *
 * CORPUS and TRUTH as make.py makes them, NEAR what `copydesk near CORPUS`
 * prints. Says, for each kind of article, how many there are, how many are near
 * a kept one by exact comparison (Jaccard 0.5 or containment 0.8, but not both made
 * from one template, which TRUTH tells), how many of these were found, and how many of the others were reported, which is none. A
 * tool that keeps another one than the first is right, too, as long as what it
 * keeps is near what it reports. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 16, LEAST = 24 };

struct post { uint64_t hash; uint32_t article, next; };

static struct post *posts;
static uint32_t n_posts, room_posts, *heads;
static const uint32_t N_HEADS = 1u << 24;

static uint32_t *shared, *sizes, *touched;
static char *templates;   /* of each article: it is made from the template */

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t distinct(uint64_t *at, size_t n)
{
    size_t kept = 0;
    qsort(at, n, sizeof *at, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || at[i] != at[i - 1])
            at[kept++] = at[i];
    return kept;
}

/* The distinct triples of the words of text: letters and digits, lower case. */
static size_t triples(const char *p, const char *end, uint64_t *out)
{
    uint64_t last[2] = { 0, 0 };
    size_t n = 0, words = 0;
    while (p < end) {
        uint64_t word = UINT64_C(0xcbf29ce484222325);
        const char *start = p;
        for (; p < end && isalnum((unsigned char)*p); p++)
            word = (word ^ (unsigned char)tolower((unsigned char)*p)) * UINT64_C(0x100000001b3);
        if (p == start) {
            p++;
            continue;
        }
        word = mix(word);
        if (++words >= 3)
            out[n++] = mix(last[0] * 3 + mix(last[1] * 5 + word));
        last[0] = last[1];
        last[1] = word;
    }
    return distinct(out, n);
}

/* Is there a kept article that this one is near? */
static int is_near(const uint64_t *set, size_t n, int is_template)
{
    uint32_t n_touched = 0;
    int near = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t p = heads[set[i] % N_HEADS]; p; p = posts[p].next)
            if (posts[p].hash == set[i] && shared[posts[p].article]++ == 0)
                touched[n_touched++] = posts[p].article;
    while (n_touched) {
        uint32_t k = touched[--n_touched], s = shared[k];
        size_t least = n < sizes[k] ? n : sizes[k];
        near |= (s * 2 >= n + sizes[k] - s || s * 10 >= least * 8) && !(is_template && templates[k]);
        shared[k] = 0;
    }
    return near;
}

static void keep(uint32_t article, const uint64_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (++n_posts >= room_posts) {
            room_posts = room_posts ? room_posts * 2 : 1 << 20;
            posts = realloc(posts, room_posts * sizeof *posts);
            if (!posts)
                exit(2);
        }
        posts[n_posts] = (struct post){ set[i], article, heads[set[i] % N_HEADS] };
        heads[set[i] % N_HEADS] = n_posts;
    }
    sizes[article] = (uint32_t)n;
}

static char *read_all(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    if (!f || fseek(f, 0, SEEK_END) || !(text = malloc((size_t)ftell(f) + 1))) {
        perror(path);
        exit(2);
    }
    *len = (size_t)ftell(f);
    rewind(f);
    if (fread(text, 1, *len, f) != *len)
        exit(2);
    text[*len] = '\0';
    fclose(f);
    return text;
}

/* found[i] for each article i (from 1) that the list names as near: "corpus.txt.17",
 * or "corpus.txt" for the first. */
static char *read_list(const char *path, const char *corpus, uint32_t n)
{
    char line[4096], *found = calloc(n + 1, 1);
    const char *slash = strrchr(corpus, '/'), *base = slash ? slash + 1 : corpus;
    FILE *f = fopen(path, "r");
    while (f && found && fgets(line, sizeof line, f)) {
        char *tab = strchr(line, '\t'), *id = tab ? strstr(tab, base) : NULL;
        unsigned long number = 1;
        if (!id)
            exit(2);
        id += strlen(base);
        if (*id == '.')
            number = strtoul(id + 1, NULL, 10);
        if (number < 1 || number > n)
            exit(2);
        found[number] = 1;
    }
    if (!f || !found)
        exit(2);
    fclose(f);
    return found;
}

struct row { char kind[24]; unsigned articles, near, found, more; };

/* Reported, but near no earlier article that was kept; perhaps a later one. */
struct doubt { char *p, *end; uint32_t article; struct row *row; };

static struct row *row_of(struct row *rows, const char *kind)
{
    struct row *r = rows;
    while (r->kind[0] && strcmp(r->kind, kind) != 0)
        r++;
    snprintf(r->kind, sizeof r->kind, "%s", kind);
    return r;
}

static void print(const struct row *r)
{
    printf("%-10s %9u %9u %9u %9u", r->kind, r->articles, r->near, r->found, r->more);
    if (r->near)
        printf("  %.4f", (double)r->found / r->near);
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct row rows[KINDS + 1] = { { "", 0, 0, 0, 0 } }, all = { "all", 0, 0, 0, 0 };
    if (argc != 4)
        return 2;
    size_t len;
    char *text = read_all(argv[1], &len);
    uint32_t n = 1;
    for (char *p = text; (p = strstr(p, "\n\f\n")); p += 3)
        n++;
    char *found = read_list(argv[3], argv[1], n);
    uint64_t *set = malloc((len / 2 + 1) * sizeof *set);
    FILE *truth = fopen(argv[2], "r");
    heads = calloc(N_HEADS, sizeof *heads);
    shared = calloc(n + 1, sizeof *shared);
    sizes = calloc(n + 1, sizeof *sizes);
    templates = calloc(n + 1, 1);
    touched = calloc(n + 1, sizeof *touched);
    if (!set || !truth || !heads || !shared || !sizes || !templates || !touched)
        return 2;
    struct doubt *doubts = calloc(n, sizeof *doubts);
    size_t n_doubts = 0;
    if (!doubts)
        return 2;
    char *p = text;
    for (uint32_t i = 1; i <= n; i++) {
        char kind[24], *end = strstr(p, "\n\f\n");
        end = end ? end : text + len;
        if (fscanf(truth, "%*s %23s %*s", kind) != 1)
            return 2;
        struct row *r = row_of(rows, kind);
        size_t size = triples(p, end, set);
        templates[i] = strcmp(kind, "template") == 0;
        int near = size >= LEAST && is_near(set, size, templates[i]);
        r->articles++;
        r->near += (unsigned)near;
        r->found += near && found[i];
        if (!near && found[i])
            doubts[n_doubts++] = (struct doubt){ p, end, i, r };
        if (near && !found[i] && getenv("SHOW_MISSED"))
            printf("missed: article %u\n", i);
        if (!found[i] && size >= LEAST)
            keep(i, set, size);
        p = end + 3;
    }
    for (struct doubt *d = doubts; d < doubts + n_doubts; d++) {
        size_t size = triples(d->p, d->end, set);
        unsigned near = size >= LEAST && is_near(set, size, templates[d->article]);
        d->row->near += near;
        d->row->found += near;
        d->row->more += !near;
    }
    puts("kind        articles      near     found      more  recall");
    for (struct row *r = rows; r->kind[0]; r++) {
        print(r);
        all.articles += r->articles;
        all.near += r->near;
        all.found += r->found;
        all.more += r->more;
    }
    print(&all);
    return all.more != 0;
}
