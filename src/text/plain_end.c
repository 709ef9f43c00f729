/* How far a text is plain, block by block (plain.h). */
#include "text/plain.h"

#include "text/plain_kind.h"
#include "text/ways_half.h"
#include "text/ways_wide.h"

/* Looks at the bytes of the block at p that are `open`, the others being plain. Returns
 * how many bytes are plain: up to the first that is not (*odd then), or all of the block,
 * or up to the end of a character that goes on behind it. */
INLINE size_t plain_rest(const char *p, const char *end, uint64_t open, bool *odd)
{
    while (open) {
        unsigned at = (unsigned)__builtin_ctzll(open), n = 1;
        unsigned char c = (unsigned char)p[at];
        *odd = c < 0x80 ? c < ' ' || c == 0x7F : !kind_at(p + at, end, &n);
        if (*odd || at + n > ASCII_BLOCK)
            return at + (*odd ? 0 : n);
        open &= ~(((UINT64_C(1) << n) - 1) << at);
    }
    return end - p < ASCII_BLOCK ? (size_t)(end - p) : ASCII_BLOCK;
}

/* known sorts a block's characters beyond ASCII at once; NULL: they are taken one by one. */
INLINE const char *end_of_plain(const char *p, const char *end, struct ascii_way way, known_function *known)
{
    bool odd = false;
    while (p < end && !odd) {
        struct ascii_block is;
        size_t size = (size_t)(end - p);
        way.look(p, size, &is);
        uint64_t plain = is.kept | is.spaces | is.ends | is.marks;
        if (is.beyond && known) {
            struct ascii_known beyond = known(&is, size);
            plain |= beyond.kept | beyond.marks;
        }
        uint64_t open = ~plain & below(size);
        p += plain_rest(p, end, open, &odd);
    }
    return p;
}

#if defined(__x86_64__) && defined(__SSE2__)
WIDE static const char *plain_end_wide(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_wide, keep_wide }, known_wide);
}

static const char *plain_end_sse2(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_sse2, keep_sse2 }, NULL);
}

HALF static const char *plain_end_half(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_half, keep_half }, NULL);
}

const char *plain_end(const char *p, const char *end)
{
    return ascii_wide() ? plain_end_wide(p, end) : ascii_half() ? plain_end_half(p, end) : plain_end_sse2(p, end);
}
#else
const char *plain_end(const char *p, const char *end)
{
    return end_of_plain(p, end, (struct ascii_way){ look_portable, keep_portable }, NULL);
}
#endif

bool plain_starts(const char *p, const char *end)
{
    unsigned n;
    if ((unsigned char)*p < 0x80)
        return ascii_is_word(*p);
    return kind_at(p, end, &n) & (TEXT_PLAIN_LETTER | TEXT_PLAIN_CAPITAL);
}
