#include "cli/number.h"

#include <stdio.h>

/* 20 digits, 6 commas, NUL; a size is shorter */
enum { LONGEST = 27 };

static void format_count(char text[LONGEST], uint64_t n)
{
    char digits[LONGEST];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (int i = 0; i < len; i++) {
        *text++ = digits[i];
        if (i + 1 < len && (len - 1 - i) % 3 == 0)
            *text++ = ',';
    }
    *text = '\0';
}

static void format_bytes(char text[LONGEST], double bytes)
{
    static const char *const units[] = { "B", "KB", "MB", "GB", "TB", "PB" };
    size_t unit = 0;
    /* 999.5 would round up to four digits */
    while (bytes >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        bytes /= 1000;
        unit++;
    }
    int decimals = unit == 0 || bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2;
    snprintf(text, LONGEST, "%.*f %s", decimals, bytes, units[unit]);
}

void number_addcount(struct buf *out, uint64_t n)
{
    number_addwide(out, n, 0);
}

void number_addbytes(struct buf *out, double bytes)
{
    number_addwidebytes(out, bytes, 0);
}

void number_addwide(struct buf *out, uint64_t n, size_t width)
{
    char text[LONGEST];
    format_count(text, n);
    buf_addf(out, "%*s", (int)width, text);
}

void number_addwidebytes(struct buf *out, double bytes, size_t width)
{
    char text[LONGEST];
    format_bytes(text, bytes);
    buf_addf(out, "%*s", (int)width, text);
}
