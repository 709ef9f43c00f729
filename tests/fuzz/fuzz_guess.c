/* guess, and the encoding of pieces: whatever the bytes are, what comes out is
 * UTF-8 without controls, of an encoding that is known; cuts lie where they
 * should. */
#include "fuzz.h"

#include "read/charset/guess.h"
#include "read/paragraphs/lines.h"
#include "read/piece.h"
#include "text/utf8.h"

static void check_cuts(struct slice bytes)
{
    struct piece_encoding e = piece_encoding_of(bytes, NULL);
    size_t low = bytes.len / 4, high = bytes.len / 2;
    demand(e.unit == 1 || e.unit == 2 || e.unit == 4);
    if (high < 16)
        return;
    size_t cut = piece_cut(bytes, low, high, &e);
    demand(cut > 0 && cut <= high && cut % e.unit == 0);
    /* before low only where a line ends */
    demand(e.unit > 1 || cut + 4 > low || lines_count_part(slice_of(bytes.ptr, cut)) > 0 || bytes.ptr[cut - 1] == '\x85');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = { (const char *)data, size };
    struct buf text = { 0 };
    char name[ENCODING_NAME];
    if (guess_encoding(bytes, &text, name)) {
        demand(encoding_known(name));
        demand(utf8_valid(buf_slice(&text)));
        demand(!text.len || !memchr(text.ptr, '\0', text.len));
    }
    demand(!text.failed);
    buf_release(&text);
    check_cuts(bytes);
    return 0;
}
