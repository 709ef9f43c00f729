/* growth PARAGRAPHS [SHARE [NEAR]] -- a text stream of so many short paragraphs,
 * five to an article, to stdout. SHARE percent of them (20) stand in an earlier
 * article, any one; all others are different. Of NEAR percent of the articles
 * (0) four paragraphs are those of one earlier article. Invented words, 12 a
 * paragraph. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARTICLE = 5, WORDS = 12 };

/* splitmix64 */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* Two or three syllables, from 14 bits. */
static void put_word(unsigned bits)
{
    static const char *const syllables[32] = {
        "ba", "den", "for", "gul", "har", "in", "jor", "ka", "lem", "mi", "nor", "o", "per", "qui", "ro", "san",
        "ta", "un", "ver", "wen", "xa", "yor", "zel", "bri", "cho", "dra", "fle", "gra", "kin", "plo", "ster", "tri"
    };
    fputs(syllables[bits & 31], stdout);
    fputs(syllables[bits >> 5 & 31], stdout);
    if (bits >> 10 & 1)
        fputs(syllables[bits >> 11 & 7], stdout);
}

static void put_paragraph(uint64_t number)
{
    uint64_t low = mix(number), high = mix(~number);   /* no two numbers share both */
    for (int i = 0; i < WORDS; i++) {
        if (i)
            putchar(' ');
        put_word((unsigned)((i < 4 ? low >> 14 * i : i < 8 ? high >> 14 * (i - 4) : mix(low + (uint64_t)i)) & 16383));
    }
    fputs(".\n\n", stdout);
}

struct shares { uint64_t paragraphs, near; };   /* percent */

/* Which text is paragraph number i. Texts have numbers; i's own is new there. */
static uint64_t text_of(uint64_t i, struct shares shares)
{
    uint64_t article = i / ARTICLE, place = i % ARTICLE;
    uint64_t dice = mix(article ^ 0xa71c1e), earlier = dice / 100;
    if (article > 0 && dice % 100 < shares.near && place != earlier % ARTICLE)
        return earlier / ARTICLE % article * ARTICLE + place;
    dice = mix(i ^ 0x5eed);
    return i >= ARTICLE && dice % 100 < shares.paragraphs ? dice / 100 % (i - ARTICLE + 1) : i;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    uint64_t n = strtoull(argv[1], NULL, 10);
    struct shares shares = { argc > 2 ? strtoull(argv[2], NULL, 10) : 20, argc > 3 ? strtoull(argv[3], NULL, 10) : 0 };
    for (uint64_t i = 0; i < n; i++) {
        if (i && i % ARTICLE == 0)
            fputs("\f\n", stdout);
        put_paragraph(text_of(i, shares));
    }
    return ferror(stdout) || fclose(stdout) ? 1 : 0;
}
