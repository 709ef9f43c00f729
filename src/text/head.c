#include "text/head.h"

#include "text/ascii.h"
#include "text/ways_wide.h"

uint64_t head_of_portable(struct slice folded)
{
    uint64_t head = 0;
    for (size_t i = 0, n = 0; i < folded.len && n < HEAD_BYTES; i++) {
        unsigned char c = (unsigned char)folded.ptr[i];
        if (c < 0x80 && !ascii_is_digit((char)c) && !(c >= 'a' && c <= 'z'))
            continue;
        head |= (uint64_t)(ascii_is_digit((char)c) ? '0' : c) << n++ * 8;
    }
    return head;
}

#if defined(__x86_64__) && defined(__SSE2__)
/* Nearly always the first block has enough. */
WIDE static uint64_t head_wide(struct slice folded)
{
    __m512i v = load_wide(folded.ptr, folded.len);
    uint64_t digits = within(v, '0', '9');
    uint64_t kept = _mm512_movepi8_mask(v) | within(v, 'a', 'z') | digits;
    if (folded.len > ASCII_BLOCK && __builtin_popcountll(kept) < HEAD_BYTES)
        return head_of_portable(folded);
    v = _mm512_mask_blend_epi8(digits, v, _mm512_set1_epi8('0'));
    return (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(_mm512_maskz_compress_epi8(kept, v)));
}

uint64_t head_of(struct slice folded)
{
    return ascii_wide() ? head_wide(folded) : head_of_portable(folded);
}
#else
uint64_t head_of(struct slice folded)
{
    return head_of_portable(folded);
}
#endif
