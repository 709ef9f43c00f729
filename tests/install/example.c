/* The smallest program around the library: two articles, the second of which
 * repeats a paragraph of the first. Compiles as C and as C++. */
#include <stdio.h>
#include <string.h>

#include <copydesk.h>

static int clean(struct copydesk *engine, const char *id, const char *text)
{
    struct copydesk_article article = { id, NULL, text, strlen(text) };
    struct copydesk_result result;
    struct copydesk_error error;
    if (copydesk_clean(engine, &article, &result, &error) != COPYDESK_OK)
        return fprintf(stderr, "%s: %s\n", id, error.reason), 1;
    printf("== %s\n%.*s", id, (int)result.len, result.text);
    return 0;
}

/* Repair and normal form alone. */
static int spell(void)
{
    static const char broken[] = "R&amp;D at the caf\xC3\x83\xC2\xA9\n";
    const char *text;
    size_t len;
    struct copydesk_normalizer *n = copydesk_normalizer_new();
    int failed = !n || copydesk_normalize(n, broken, strlen(broken), COPYDESK_NFC,
                                          COPYDESK_REPAIRS_DEFAULT, &text, &len, NULL) != COPYDESK_OK;
    if (!failed)
        printf("== spell\n%.*s\n", (int)len, text);
    copydesk_normalizer_free(n);
    return failed;
}

int main(void)
{
    static const char shared[] =
        "The harbour bridge stays closed until the divers have looked at its northern pier.\n";
    char second[256];
    struct copydesk_options options;
    struct copydesk_error error;
    copydesk_options_init(&options);
    struct copydesk *engine = copydesk_open(&options, &error);
    if (!engine)
        return fprintf(stderr, "%s\n", error.reason), 1;
    snprintf(second, sizeof second, "%sFerries run every ten minutes instead.\n", shared);
    int failed = clean(engine, "one", shared) || clean(engine, "two", second);
    copydesk_close(engine);
    return failed || spell();
}
