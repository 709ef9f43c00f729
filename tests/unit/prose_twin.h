/* The half of split_twin.h that asks whether lines join and are prose: every question
 * asked anew of every line. Included there. */
#ifndef UNIT_PROSE_TWIN_H
#define UNIT_PROSE_TWIN_H

static bool twin_joins(const char *t, size_t i, int how, size_t width, size_t margin, bool first)
{
    return twin[i].width[how] + (first ? 4 : 0) + twin_word(t, &twin[i], &twin[i + 1], how) > width
        && twin[i + 1].indent < margin + 2 && !twin_starts_item(t, i + 1) && !twin[i + 1].nel;
}

/* How many characters of the lines, which are one text, are of a kind. */
static size_t twin_count(const char *t, size_t first, size_t last, bool (*is)(uint32_t))
{
    size_t n, count = 0;
    for (size_t i = twin[first].start; i < twin[last].stop; i += n)
        count += is(cp_at(t, i, twin[last].stop, &n));
    return count;
}

static bool twin_any_letter(uint32_t c)
{
    return (chars_flags(c) & CHARS_LETTER) != 0;
}

static bool twin_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF0E || c == 0xFF61;
}

/* Blanks between letters of Han or kana. */
static size_t twin_gaps(const char *t, size_t first, size_t last)
{
    size_t n, gaps = 0;
    uint32_t before = 0, c;
    bool gap = false;
    for (size_t i = twin[first].start; i < twin[last].stop; i += n) {
        c = cp_at(t, i, twin[last].stop, &n);
        if (c == ' ' || c == 0x3000) {
            gap = true;
            continue;
        }
        gaps += gap && twin_han(before) && twin_han(c);
        before = c;
        gap = false;
    }
    return gaps;
}

/* Whether a comma or full stop stands before the line's last character. */
static bool twin_pauses(const char *t, const struct twin_line *l)
{
    for (size_t i = l->start, n; i < l->stop; i += n) {
        uint32_t c = cp_at(t, i, l->stop, &n);
        if (i + n < l->stop && (twin_stop(c) || c == 0x3001 || c == 0xFF0C || c == 0xFF64))
            return true;
    }
    return false;
}

static bool twin_marked(const char *t, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (!(chars_flags(twin_last(t, &twin[i])) & CHARS_PUNCT))
            return false;
    return true;
}

/* Whether a line begins as no paragraph does. */
static bool twin_inside(const char *t, const struct twin_line *l)
{
    static const char *const words[] = { "และ", "ซึ่ง", "หรือ", "เนื่องจาก", "รวมถึง", "รวมทั้ง", "ตลอดจน", "จึง", "ได้แก่",
        "ແລະ", "ເຊິ່ງ", "ຊຶ່ງ", "ຫຼື", "ລວມທັງ", "ລວມເຖິງ", "ຕະຫຼອດຮອດ", "ຈຶ່ງ", "ໄດ້ແກ່" };
    size_t n;
    uint32_t c = cp_at(t, l->start, l->stop, &n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(slice_of(t + l->start, l->stop - l->start), slice_str(words[i])))
            return true;
    return twin_is(c, "Pe Pf Mn Mc Me") || twin_clings(c) || c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E
        || c == 0xE30 || c == 0xE32 || c == 0xE33 || c == 0xE45 || c == 0xEB0 || c == 0xEB2 || c == 0xEB3;
}

static bool twin_goes_on(const char *t, size_t first, size_t last)
{
    size_t n, open = 0;
    for (size_t k = first; k < last; k++) {
        for (size_t i = twin[k].start; i < twin[k].stop; i += n) {
            uint32_t c = cp_at(t, i, twin[k].stop, &n);
            bool single = c == 0x2018 || c == 0x2019 || c == 0x201B;
            if (!single && twin_is(c, "Ps Pi"))
                open++;
            else if (!single && twin_is(c, "Pe Pf") && open)
                open--;
        }
        if (twin_inside(t, &twin[k + 1]) || (open && !twin_ended(t, &twin[k])))
            return true;
    }
    return false;
}

/* What the tests for prose of all scripts look at. */
struct twin_group { size_t longest, room, shortest, ended, upper, cased; bool title; };

static struct twin_group twin_look(const char *t, size_t first, size_t last, int how)
{
    struct twin_group g = { .shortest = SIZE_MAX, .title = !twin_ended(t, &twin[first]) };
    for (size_t i = first; i <= last; i++) {
        const struct twin_line *l = &twin[i];
        unsigned f = twin_first(t, l);
        g.longest = l->width[0] > g.longest ? l->width[0] : g.longest;
        g.room = l->room[how] > g.room ? l->room[how] : g.room;
        if (i < last && l->width[how] < g.shortest)
            g.shortest = l->width[how];
        g.ended += i < last && twin_ended(t, l);
        g.upper += i > first && (f & CHARS_UPPER);
        g.cased += i > first && (f & (CHARS_UPPER | CHARS_LOWER));
        g.title = g.title && (i == first || i == last || twin_ended(t, l));
    }
    return g;
}

static bool twin_han_prose(const char *t, size_t first, size_t last, int how, const struct twin_group *g)
{
    size_t gaps = twin_gaps(t, first, last), stops = twin_count(t, first, last, twin_stop);
    if (gaps > last - first + 1)
        return false;
    if (twin_goes_on(t, first, last))
        return true;
    if (!twin_ended(t, &twin[last]) || (!stops && t[twin[last].stop - 1] != '.') || twin_marked(t, first, last))
        return false;
    return last - first >= 2 || (gaps == 0 && g->longest >= 30 && twin_pauses(t, &twin[first])
        && twin[first].width[how] + twin_word(t, &twin[first], &twin[last], how) > g->room);
}

static bool twin_thai_prose(const char *t, size_t first, size_t last, int how, const struct twin_group *g)
{
    bool tight = false;
    for (size_t i = first; i < last; i++) {
        size_t word = twin_word(t, &twin[i], &twin[i + 1], how);
        tight |= word * 3 <= g->room && twin[i].width[how] + word > g->room;
    }
    if (g->shortest * 2 < g->room || (last - first == 1 && g->longest < 60))
        return false;
    return twin_goes_on(t, first, last) || (tight && twin_ended(t, &twin[last]));
}

/* Whether most letters of a line are of scripts without blanks between words. */
static bool twin_dense(const char *t, size_t line)
{
    size_t dense = twin_count(t, line, line, twin_han) + twin_count(t, line, line, twin_thai);
    return 2 * dense > twin_count(t, line, line, twin_any_letter);
}

static bool twin_prose(const char *t, size_t first, size_t last, int how)
{
    struct twin_group g = twin_look(t, first, last, how);
    size_t han = twin_count(t, first, first, twin_han), thai = twin_count(t, first, first, twin_thai);
    if (g.longest < 20 || g.ended == last - first || (g.title && !g.cased && last - first >= 2))
        return false;
    if (twin_dense(t, first))
        return (han >= thai ? twin_han_prose : twin_thai_prose)(t, first, last, how, &g);
    if (g.longest < 30 || g.upper == last - first || twin_dense(t, last))
        return false;
    return twin_ended(t, &twin[last])
        || (g.cased > 0 && (g.ended > 0 || (last - first >= 2 && g.shortest * 4 >= g.room * 3)));
}

#endif
