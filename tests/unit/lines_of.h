/* lines_of -- the lines of a data file of the tests, which run in the top folder. */
#ifndef TESTS_LINES_OF_H
#define TESTS_LINES_OF_H

#include "unit.h"

enum { LINES_MAX = 2048, LINE_BYTES = 1024 };

struct lines_of { char line[LINES_MAX][LINE_BYTES]; size_t n; };

static inline void lines_read(struct lines_of *lines, const char *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "tests/cases/%s/%s.txt", folder, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("%s: cannot be read", path);
    lines->n = 0;
    while (lines->n < LINES_MAX && fgets(lines->line[lines->n], LINE_BYTES, f)) {
        char *line = lines->line[lines->n];
        line[strcspn(line, "\n")] = '\0';
        lines->n += line[0] != '\0';
    }
    if (lines->n == LINES_MAX)
        fail_msg("%s: has more lines than are read", path);
    fclose(f);
}

static const char *const LANGUAGES[] = {
    "ar", "cs", "da", "de", "es", "fa", "fr", "id", "it", "ja", "ko",
    "nb", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh",
};
enum { N_LANGUAGES = sizeof LANGUAGES / sizeof *LANGUAGES };

#endif
