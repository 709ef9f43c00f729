/* make_tables FACTS -- writes the tables of text/tables.h as C to stdout, from
 * utf8proc and from the facts in chars.tsv. Runs at build.
 *
 * A fold may copy the map of a character without looking at its neighbours only
 * when none of them can change the result. So a character is TEXT_COMPLEX unless its
 * map begins with one that never composes with a character before it, and that has the
 * combining class of the character itself, by which the order of marks is judged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/tables.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { N_CP = 0x110000, N_BLOCKS = N_CP >> TEXT_SHIFT, MAX_ENTRIES = 65536 };
enum fact {
    DENSE = 1 << 0, BREAKING = 1 << 1, JOINING = 1 << 2, PICTURE = 1 << 3, END = 1 << 4,
    QUOTE = 1 << 5, DQUOTE = 1 << 6, KEEP = 1 << 7, SUSPECT = 1 << 8, CONTEXT = 1 << 9, LOOSE = 1 << 10,
    CLINGING = 1 << 11
};
static const char *const FACTS[] = { "dense", "breaking", "joining", "picture", "end", "quote",
                                     "dquote", "keep", "suspect", "context", "loose", "clinging" };

/* all the generator knows; static because it is large, not because it is shared */
static struct {
    uint16_t facts[N_CP], flags[N_CP], wrap[N_CP], entry[N_CP];
    bool seconds[N_CP];        /* composes with a character before it */
    uint16_t loose[TEXT_LOOSE];
    struct text_entry entries[MAX_ENTRIES];
    size_t n_entries;
    struct buf maps, map[UNICODE_N_MAPS], key;
} t;

static void die(const char *what, const char *which)
{
    fprintf(stderr, "make_tables: %s: %s\n", what, which);
    exit(2);
}

/* ---- facts ---- */

static void set_facts(unsigned long first, unsigned long last, const char *name, const char *to)
{
    size_t i = 0;
    while (i < sizeof FACTS / sizeof *FACTS && strcmp(FACTS[i], name) != 0)
        i++;
    if (i == sizeof FACTS / sizeof *FACTS || first > last || last >= N_CP)
        die("bad fact", name);
    for (unsigned long cp = first; cp <= last; cp++) {
        t.facts[cp] |= (uint16_t)(1u << i);
        if (1u << i == LOOSE && cp < TEXT_LOOSE)
            t.loose[cp] = *to == '-' ? 0xFFFF : (uint16_t)strtoul(to, NULL, 16);
    }
}

static void read_facts(const char *path)
{
    char line[512], name[16], to[16];
    FILE *in = fopen(path, "r");
    if (!in)
        die("cannot open", path);
    while (fgets(line, sizeof line, in)) {
        unsigned long first, last;
        line[strcspn(line, "#\n")] = '\0';
        if (line[strspn(line, " \t")] == '\0')
            continue;
        strcpy(to, "");
        if (sscanf(line, "%lx..%lx %15s %15s", &first, &last, name, to) < 3) {
            if (sscanf(line, "%lx %15s %15s", &first, name, to) < 2)
                die("bad line", line);
            last = first;
        }
        set_facts(first, last, name, to);
    }
    fclose(in);
}

/* ---- code points and their maps ---- */

/* The code points of valid UTF-8; dies of more than max. */
static size_t points_of(const struct buf *b, uint32_t *cps, size_t max)
{
    const char *p = b->ptr, *end = p + b->len;
    size_t n = 0;
    while (p < end) {
        if (n == max)
            die("map too long", "");
        p += utf8_next(p, end, &cps[n++]);
    }
    return n;
}

static bool surrogate(uint32_t cp)
{
    return cp >= 0xD800 && cp <= 0xDFFF;
}

/* All maps of cp, into t.map; and into t.key what a fold makes of it. */
static void map_point(uint32_t cp)
{
    char bytes[5] = "";
    size_t n = utf8_put(cp, bytes);
    for (int how = 0; how < UNICODE_N_MAPS; how++)
        unicode_map(slice_of(bytes, n), (enum unicode_map)how, &t.map[how]);
    unicode_map(buf_slice(&t.map[UNICODE_BARE]), UNICODE_FOLDED, &t.key);
    unicode_map(buf_slice(&t.key), UNICODE_FOLDED, &t.map[UNICODE_FOLDED]);
    if (!slice_equal(buf_slice(&t.key), buf_slice(&t.map[UNICODE_FOLDED])))
        die("folding twice differs", bytes);
}

/* ---- flags of chars.h ---- */

static unsigned flags_by_category(uint32_t cp)
{
    const char *c = unicode_category(cp);
    switch (c[0]) {
    case 'L':
        return CHARS_LETTER | (c[1] == 'u' || c[1] == 't' ? CHARS_UPPER : 0) | (c[1] == 'l' ? CHARS_LOWER : 0);
    case 'M':
        return CHARS_MARK;
    case 'N':
        return c[1] == 'l' ? CHARS_LETTER : CHARS_DIGIT;
    case 'P':
        return CHARS_PUNCT | (strchr("efi", c[1]) ? CHARS_CLOSER : 0);
    case 'S':
        return CHARS_SYMBOL | (c[1] == 'c' ? CHARS_CURRENCY : 0);
    case 'Z':
        return CHARS_SPACE;
    }
    return (cp >= 9 && cp <= 13) || cp == 0x85 ? CHARS_SPACE : 0;
}

static unsigned flags_of(uint32_t cp)
{
    unsigned flags = flags_by_category(cp), facts = t.facts[cp];
    if (cp == '\'' || cp == '"')
        flags |= CHARS_CLOSER;
    if ((facts & DENSE) && (flags & CHARS_LETTER))
        flags |= CHARS_DENSE;
    if ((facts & BREAKING) && (flags & (CHARS_LETTER | CHARS_MARK | CHARS_DIGIT)))
        flags |= CHARS_BREAKING;
    if ((facts & JOINING) && (flags & (CHARS_LETTER | CHARS_MARK)))
        flags |= CHARS_JOINING;
    if (t.map[UNICODE_BARE].len == 0)
        flags |= CHARS_IGNORE;
    return flags | (facts & PICTURE ? CHARS_PICTURE : 0) | (facts & END ? CHARS_END : 0);
}

/* enum text_wrap */
static unsigned wrap_of(uint32_t cp)
{
    const char *c = unicode_category(cp);
    bool opens = strcmp(c, "Ps") == 0 || strcmp(c, "Pi") == 0, closes = strcmp(c, "Pe") == 0 || strcmp(c, "Pf") == 0;
    unsigned flags = flags_of(cp), dense = flags & CHARS_DENSE, phrased = dense && flags & CHARS_BREAKING;
    return unicode_columns(cp) | (opens ? TEXT_OPENS : 0u) | (closes ? TEXT_CLOSES : 0u)
        | (t.facts[cp] & CLINGING ? TEXT_CLINGS : 0u) | (flags & CHARS_MARK ? TEXT_MARKS : 0u)
        | (dense && !phrased ? TEXT_BROKEN : 0u) | (phrased ? TEXT_PHRASED : 0u) | (flags & CHARS_SPACE ? TEXT_BLANK : 0u);
}

/* ---- entries of tables.h ---- */

static enum text_class class_of_one(uint32_t cp)
{
    unsigned flags = flags_by_category(cp);
    const char *category = unicode_category(cp);
    if (flags & CHARS_SPACE)
        return TEXT_SPACE;
    if (strcmp(category, "Cc") == 0)
        return TEXT_DROP;
    if (cp == '-' || (cp >= 0x2010 && cp <= 0x2013) || cp == 0x2212)   /* hyphens, figure and en dash */
        return TEXT_SIGN;
    if (strcmp(category, "Pd") == 0)
        return TEXT_DASH;
    return flags & CHARS_PUNCT && !(t.facts[cp] & KEEP) ? TEXT_PUNCT : TEXT_KEEP;
}

static bool holds_ypogegrammeni(void)
{
    static const char bytes[] = "\xCD\x85";   /* U+0345, a mark that folds to a letter */
    const struct buf *b = &t.map[UNICODE_BARE];
    for (size_t i = 0; i + 2 <= b->len; i++)
        if (memcmp(b->ptr + i, bytes, 2) == 0)
            return true;
    return false;
}

static enum text_class class_of(uint32_t cp, const uint32_t *cps, size_t n, size_t bytes)
{
    if (n == 0)
        return TEXT_DROP;
    if (t.seconds[cps[0]] || unicode_combining(cps[0]) != unicode_combining(cp)
        || holds_ypogegrammeni() || t.key.len > FOLDING_GROWTH * bytes)
        return TEXT_COMPLEX;
    enum text_class cls = class_of_one(cps[0]);
    for (size_t i = 1; i < n; i++) {
        enum text_class other = class_of_one(cps[i]);
        if (other != cls || (other != TEXT_KEEP && other != TEXT_PUNCT))
            return TEXT_EXPAND;
    }
    return cls;
}

/* The bytes that stand for the character: its fold, save for marks that have
 * one spelling. Sets e->at and e->len. */
static void set_map(struct text_entry *e, const uint32_t *cps, size_t n, struct slice self)
{
    struct slice map = buf_slice(&t.key);
    if (e->cls == TEXT_DASH || e->cls == TEXT_SIGN)
        map = SLICE("-");
    else if (n > 0 && n <= 4 && (t.facts[cps[0]] & QUOTE))
        map = slice_of("''''", n);   /* U+2057 is four primes */
    else if (n > 0 && (t.facts[cps[0]] & DQUOTE))
        map = SLICE("\"");
    if (e->cls == TEXT_DROP || e->cls == TEXT_SPACE || slice_equal(map, self))
        return;
    size_t at = 0;
    while (at + map.len <= t.maps.len && memcmp(t.maps.ptr + at, map.ptr, map.len) != 0)
        at++;
    if (at + map.len > t.maps.len) {
        at = t.maps.len;
        buf_addslice(&t.maps, map);
    }
    e->at = (uint16_t)at;
    e->len = (uint8_t)map.len;
}

static uint8_t forms_of(uint32_t cp, struct slice self)
{
    unsigned yes = 0;
    for (int how = UNICODE_NFC; how <= UNICODE_NFKD; how++) {
        bool composes = how == UNICODE_NFC || how == UNICODE_NFKC;
        if (slice_equal(buf_slice(&t.map[how]), self) && !(composes && t.seconds[cp]))
            yes |= 1u << how;
    }
    return (uint8_t)yes;
}

static uint8_t loose_bits(const uint32_t *cps, size_t n)
{
    unsigned bits = 0;
    for (size_t i = 0; i < n; i++) {
        bool out = cps[i] == 0x307 || (cps[i] < TEXT_LOOSE && t.loose[cps[i]] == 0xFFFF);
        bits |= out ? TEXT_LOOSENS | TEXT_SHORTENS : 0;
        bits |= cps[i] < TEXT_LOOSE && t.loose[cps[i]] ? TEXT_LOOSENS : 0;
    }
    return (uint8_t)bits;
}

static struct text_entry entry_of(uint32_t cp)
{
    char bytes[4];
    uint32_t cps[64];
    struct slice self = slice_of(bytes, utf8_put(cp, bytes));
    struct text_entry e;
    memset(&e, 0, sizeof e);   /* padding too: entries are compared as bytes */
    size_t n = points_of(&t.key, cps, 64);
    e.cls = (uint8_t)class_of(cp, cps, n, self.len);
    set_map(&e, cps, n, self);
    e.forms = forms_of(cp, self);
    e.combining = unicode_combining(cp);
    for (size_t i = 0; i < n; i++) {
        unsigned flags = flags_by_category(cps[i]);
        bool digit = flags & CHARS_DIGIT;
        e.bits |= (digit && i == 0 ? TEXT_DIGIT_FIRST : 0) | (digit && i == n - 1 ? TEXT_DIGIT_LAST : 0)
            | (flags & CHARS_CURRENCY && i == 0 ? TEXT_MONEY : 0) | (flags & (CHARS_LETTER | CHARS_DIGIT) ? TEXT_KEYED : 0);
        e.letters = (uint8_t)(e.letters + (cps[i] > 0x7F && (flags & CHARS_LETTER)));
        e.dense = (uint8_t)(e.dense + ((flags & CHARS_LETTER) && (t.facts[cps[i]] & DENSE)));
        e.tail = unicode_combining(cps[i]);
    }
    e.bits |= loose_bits(cps, n);
    bool control = strcmp(unicode_category(cp), "Cc") == 0 && cp != '\n' && (cp < 0x80 || cp > 0x9F);
    e.bits |= (t.facts[cp] & SUSPECT) || control ? TEXT_SUSPECT : 0;
    e.bits |= t.facts[cp] & CONTEXT ? TEXT_CONTEXT : 0;
    return e;
}

static uint16_t number_of(const struct text_entry *e)
{
    for (size_t i = t.n_entries; i-- > 0; )
        if (memcmp(&t.entries[i], e, sizeof *e) == 0)
            return (uint16_t)i;
    if (t.n_entries == MAX_ENTRIES)
        die("too many entries", "");
    t.entries[t.n_entries] = *e;
    return (uint16_t)t.n_entries++;
}

/* Characters that compose with one before them: the last of the canonical
 * decomposition of every character that composing gives back. */
static void find_seconds(void)
{
    uint32_t cps[64] = { 0 };
    for (uint32_t cp = 0x80; cp < N_CP; cp++) {
        char bytes[4];
        struct slice self = slice_of(bytes, utf8_put(cp, bytes));
        if (surrogate(cp))
            continue;
        unicode_map(self, UNICODE_NFD, &t.map[UNICODE_NFD]);
        if (slice_equal(buf_slice(&t.map[UNICODE_NFD]), self))
            continue;
        unicode_map(self, UNICODE_NFC, &t.map[UNICODE_NFC]);
        size_t n = points_of(&t.map[UNICODE_NFD], cps, 64);
        if (n > 0 && slice_equal(buf_slice(&t.map[UNICODE_NFC]), self))
            t.seconds[cps[n - 1]] = true;
    }
}

static void fill(void)
{
    for (uint32_t cp = 0; cp < N_CP; cp++) {
        if (surrogate(cp)) {
            t.entry[cp] = t.entry[0];   /* never asked for */
            continue;
        }
        map_point(cp);
        struct text_entry e = entry_of(cp);
        t.flags[cp] = (uint16_t)flags_of(cp);
        t.wrap[cp] = (uint16_t)wrap_of(cp);
        bool as_before = cp > 0 && memcmp(&e, &t.entries[t.entry[cp - 1]], sizeof e) == 0;
        t.entry[cp] = as_before ? t.entry[cp - 1] : number_of(&e);
    }
}

/* ---- output ---- */

static void print_numbers(const char *name, const uint16_t *numbers, size_t n)
{
    printf("const uint16_t %s[%zu] = {", name, n);
    for (size_t i = 0; i < n; i++)
        printf("%s%u,", i % 16 ? "" : "\n", numbers[i]);
    printf("\n};\n");
}

/* Two stages: equal blocks are kept once. */
static void print_stages(const char *name, const uint16_t *values)
{
    static uint16_t blocks[N_BLOCKS], data[N_CP];
    char title[64];
    size_t n = 0;
    for (size_t i = 0; i < N_BLOCKS; i++) {
        const uint16_t *block = values + i * TEXT_BLOCK;
        size_t j = 0;
        while (j < n && memcmp(data + j * TEXT_BLOCK, block, TEXT_BLOCK * sizeof *data) != 0)
            j++;
        if (j == n)
            memcpy(data + n++ * TEXT_BLOCK, block, TEXT_BLOCK * sizeof *data);
        blocks[i] = (uint16_t)j;
    }
    snprintf(title, sizeof title, "%s_blocks", name);
    print_numbers(title, blocks, N_BLOCKS);
    snprintf(title, sizeof title, "%s_data", name);
    print_numbers(title, data, n * TEXT_BLOCK);
}

static void print_entries(void)
{
    printf("const struct text_entry text_entries[%zu] = {\n", t.n_entries);
    for (size_t i = 0; i < t.n_entries; i++) {
        const struct text_entry *e = &t.entries[i];
        printf("{%u,%u,%u,%u,%u,%u,%u,%u,%u},\n", e->at, e->len, e->cls, e->bits, e->forms,
               e->combining, e->tail, e->letters, e->dense);
    }
    printf("};\nconst char text_maps[%zu] = {", t.maps.len + TEXT_MAP_MAX);
    for (size_t i = 0; i < t.maps.len; i++)
        printf("%s%d,", i % 16 ? "" : "\n", t.maps.ptr[i]);
    printf("\n};\n");
}

/* ---- plain characters ---- */

/* For a character of two bytes that folds to one of two bytes, with the same first
 * byte or the next one: those two bytes. NULL for all others. */
static const char *capital_of(uint32_t cp, const struct text_entry *e)
{
    const char *map = t.maps.ptr + e->at;
    if (cp < 0x80 || cp > 0x7FF || e->len != 2 || ((unsigned char)map[0] & 0xE0) != 0xC0)
        return NULL;
    unsigned first = 0xC0 | cp >> 6;
    return (unsigned char)map[0] == first || (unsigned char)map[0] == first + 1 ? map : NULL;
}

/* What text_shift has for it; 0 when it is no capital. */
static unsigned shift_of(uint32_t cp, const struct text_entry *e)
{
    const char *map = capital_of(cp, e);
    return map ? ((unsigned char)map[1] - (0x80 | (cp & 0x3F))) & 0xFF : 0;
}

/* Of a character beyond ASCII: enum text_plain, or 0. */
static unsigned plain_of(uint32_t cp, const struct text_entry *e)
{
    if (e->combining || e->tail || !(e->forms >> UNICODE_NFC & 1))
        return 0;
    if (e->cls == TEXT_PUNCT && e->bits == 0)
        return TEXT_PLAIN_MARK;
    if (e->cls != TEXT_KEEP || e->letters != 1 || (e->bits & ~TEXT_LOOSENS) != TEXT_KEYED)
        return 0;
    const char *map = capital_of(cp, e);
    if (map)
        return TEXT_PLAIN_CAPITAL | ((unsigned char)map[0] > (0xC0 | cp >> 6) ? TEXT_PLAIN_NEXT : 0u)
            | (e->bits & TEXT_LOOSENS ? TEXT_PLAIN_LOOSE : 0u);
    if (e->len)
        return 0;
    return TEXT_PLAIN_LETTER | (e->dense ? TEXT_PLAIN_DENSE : 0u)
        | (e->bits & TEXT_LOOSENS ? TEXT_PLAIN_LOOSE : 0u);
}

/* The same of an ASCII character, as ascii.h sorts it. */
static unsigned plain_ascii(char c)
{
    unsigned bits = 0;
    if (ascii_is_word(c) || c == '$' || c == '%')
        bits |= TEXT_PLAIN_LETTER;
    if (ascii_is_digit(c))
        bits |= TEXT_PLAIN_DIGIT;
    if (ascii_is_mark(c))
        bits |= TEXT_PLAIN_MARK;
    bits |= c == ' ' ? TEXT_PLAIN_SPACE : 0u;
    bits |= c == '\n' ? TEXT_PLAIN_END : 0u;
    return bits | (c == '-' ? TEXT_PLAIN_HYPHEN : 0u);
}

static void print_plain(void)
{
    printf("_Alignas(64) const uint8_t text_plain[%d] = {", 0x10000);
    for (uint32_t cp = 0; cp < 0x10000; cp++)
        printf("%s%u,", cp % 32 ? "" : "\n", cp < 0x80 ? plain_ascii((char)cp) : plain_of(cp, &t.entries[t.entry[cp]]));
    printf("\n};\n_Alignas(64) const uint8_t text_shift[0x800] = {");
    for (uint32_t cp = 0; cp < 0x800; cp++)
        printf("%s%u,", cp % 32 ? "" : "\n", shift_of(cp, &t.entries[t.entry[cp]]));
    printf("\n};\n_Alignas(64) const uint8_t text_lower[128] = {");
    for (int c = 0; c < 128; c++)
        printf("%s%d,", c % 32 ? "" : "\n", c >= 'A' && c <= 'Z' ? c + 32 : c == '\n' ? ' ' : c);
    printf("\n};\n");
}

/* For each mask of eight the places of its bits, zeros behind them. */
static void print_squeeze(void)
{
    printf("_Alignas(64) const uint8_t text_squeeze[256][8] = {");
    for (unsigned which = 0; which < 256; which++) {
        printf("%s{", which % 8 ? " " : "\n");
        for (unsigned i = 0; i < 8; i++)
            if (which >> i & 1)
                printf("%u,", i);
        printf("%s},", which ? "" : "0");
    }
    printf("\n};\n");
}

int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage", "make_tables FACTS");
    read_facts(argv[1]);
    find_seconds();
    fill();
    if (t.maps.failed || t.maps.len > UINT16_MAX)
        die("maps", "too many or out of memory");
    printf("/* made by make_tables from Unicode %s */\n", unicode_version());
    print_stages("text_flag", t.flags);
    print_stages("text_entry", t.entry);
    print_stages("text_wrap", t.wrap);
    print_entries();
    print_numbers("text_loose", t.loose, TEXT_LOOSE);
    print_plain();
    print_squeeze();
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
