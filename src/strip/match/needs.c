#include "strip/match/needs.h"

#include <stdlib.h>

#include "text/ascii.h"

enum { RUN = 4, CHARACTER = 3, SHORT = GRAMS };   /* bytes; the hash of what is too short */

static inline unsigned hash_of(uint32_t bytes)
{
    return (bytes * UINT32_C(0x9E3779B1)) >> 20;
}
_Static_assert(GRAMS == 1 << 12, "the upper 12 bits of 32");

/* The first n bytes at p as one number. */
static inline uint32_t number_at(const char *p, unsigned n)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < n; i++)
        number |= (uint32_t)(unsigned char)p[i] << i * 8;
    return number;
}

static inline void add(struct grams *grams, unsigned hash)
{
    grams->of[hash / 64] |= UINT64_C(1) << hash % 64;
}

static inline bool has(const struct grams *grams, unsigned hash)
{
    return grams->of[hash / 64] >> hash % 64 & 1;
}

/* Of a character of three bytes. */
static bool starts_long(char c)
{
    return (unsigned char)c >= 0xE0;
}

void grams_of(struct slice line, struct grams *grams)
{
    *grams = (struct grams){ { 0 } };
    add(grams, SHORT);   /* any line may have it */
    for (size_t i = 0; i + CHARACTER <= line.len; i++) {
        if (i + RUN <= line.len)
            add(grams, hash_of(number_at(line.ptr + i, RUN)));
        if (starts_long(line.ptr[i]))
            add(grams, hash_of(number_at(line.ptr + i, CHARACTER)));
    }
}

/* Spread over the text, its first and last bytes among them. */
static void find_grams(struct need *need)
{
    struct slice text = need->text;
    for (size_t i = 0; i < NEED_GRAMS; i++) {
        if (text.len >= RUN)
            need->gram[i] = (uint16_t)hash_of(number_at(text.ptr + i * (text.len - RUN) / (NEED_GRAMS - 1), RUN));
        else if (text.len == CHARACTER && starts_long(text.ptr[0]))
            need->gram[i] = (uint16_t)hash_of(number_at(text.ptr, CHARACTER));
        else
            need->gram[i] = SHORT;
    }
}

bool needs_init(struct needs *needs, const struct starts_texts *texts)
{
    *needs = (struct needs){ 0 };
    if (!texts->n)
        return true;
    needs->of = calloc(texts->n, sizeof *needs->of);
    needs->gram = calloc(texts->n, sizeof *needs->gram);
    if (!needs->of || !needs->gram)
        return false;
    for (; needs->n < texts->n; needs->n++) {
        struct need *need = &needs->of[needs->n];
        need->text = texts->text[needs->n];
        find_grams(need);
        needs->gram[needs->n] = need->gram[NEED_GRAMS / 2];   /* beginnings are more alike */
    }
    return true;
}

void needs_release(struct needs *needs)
{
    free(needs->of);
    free(needs->gram);
    *needs = (struct needs){ 0 };
}

static bool has_all(const struct grams *grams, const struct need *need)
{
    bool all = true;
    for (size_t i = 0; i < NEED_GRAMS; i++)
        all = all && has(grams, need->gram[i]);
    return all;
}

bool needs_text_stands(struct slice text, struct slice line)
{
    if (text.len == 1)
        return line.len && memchr(line.ptr, text.ptr[0], line.len);
    for (size_t at = 0; at + text.len <= line.len; at++) {
        at += ascii_find_pair(line.ptr + at, line.len - at, (char)(text.ptr[0] | 0x20), (char)(text.ptr[1] | 0x20));
        if (at + text.len <= line.len && memcmp(line.ptr + at, text.ptr, text.len) == 0)
            return true;
    }
    return false;
}

bool needs_stand(const struct needs *needs, struct slice line)
{
    for (size_t i = 0; i < needs->n; i++)
        if (needs_text_stands(needs->of[i].text, line))
            return true;
    return needs->n == 0;
}

bool needs_met(const struct needs *needs, struct slice line, const struct grams *grams)
{
    for (size_t i = 0; i < needs->n; i++)
        if (has(grams, needs->gram[i]) && has_all(grams, &needs->of[i])
            && needs_text_stands(needs->of[i].text, line))
            return true;
    return needs->n == 0;
}
