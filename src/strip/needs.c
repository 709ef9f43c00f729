#include "strip/needs.h"

#include <stdlib.h>
#include <string.h>

enum { GRAM = sizeof(uint32_t) };   /* its bytes */

/* The hash of the four bytes at p; not the same on every machine. */
static inline unsigned hash_at(const char *p)
{
    uint32_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return (bytes * UINT32_C(0x9E3779B1)) >> 22;
}
_Static_assert(GRAMS == 1 << 10, "the upper 10 bits of 32");

void grams_of(struct slice line, struct grams *grams)
{
    *grams = (struct grams){ { 0 } };
    for (size_t i = 0; i + GRAM <= line.len; i++) {
        unsigned hash = hash_at(line.ptr + i);
        grams->of[hash / 64] |= UINT64_C(1) << hash % 64;
    }
}

/* Spread over the text, its first and last bytes among them. */
static void find_grams(struct need *need)
{
    size_t places = need->text.len < GRAM ? 0 : need->text.len - GRAM + 1;
    need->n = (uint16_t)(places < NEED_GRAMS ? places : NEED_GRAMS);
    for (size_t i = 0; i < need->n; i++) {
        size_t at = need->n == 1 ? 0 : i * (places - 1) / (need->n - 1u);
        need->gram[i] = (uint16_t)hash_at(need->text.ptr + at);
    }
}

bool needs_init(struct needs *needs, const struct starts_texts *texts)
{
    *needs = (struct needs){ 0 };
    if (!texts->n)
        return true;
    needs->of = calloc(texts->n, sizeof *needs->of);
    for (; needs->of && needs->n < texts->n; needs->n++) {
        needs->of[needs->n].text = texts->text[needs->n];
        find_grams(&needs->of[needs->n]);
    }
    return needs->of != NULL;
}

void needs_release(struct needs *needs)
{
    free(needs->of);
    *needs = (struct needs){ 0 };
}

static bool has_grams(const struct need *need, const struct grams *grams)
{
    for (size_t i = 0; i < need->n; i++)
        if (!(grams->of[need->gram[i] / 64] >> need->gram[i] % 64 & 1))
            return false;
    return true;
}

bool needs_met(const struct needs *needs, struct slice line, const struct grams *grams)
{
    for (size_t i = 0; i < needs->n; i++)
        if (has_grams(&needs->of[i], grams) && starts_text_stands(needs->of[i].text, line))
            return true;
    return needs->n == 0;
}
