/* A driver without a fuzzing engine: runs LLVMFuzzerTestOneInput over every
 * file given, and every file of every directory given, and prints how many
 * inputs ran. -mutate N runs N mutations of those seeds after them, the same
 * ones every time. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

struct seed { uint8_t *data; size_t size; };

struct corpus {
    struct seed *seeds;
    size_t n, cap;
    uint64_t random;
};

static void die(const char *path)
{
    perror(path);
    exit(2);
}

static size_t pick(struct corpus *c, size_t n)
{
    c->random = c->random * 6364136223846793005u + 1442695040888963407u;
    return n ? (size_t)(c->random >> 33) % n : 0;
}

/* The engine's inputs have no byte to spare behind them: nor have ours, so
 * that a sanitizer sees every step too far. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        die("malloc");
    if (size)
        memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void add_file(struct corpus *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die(path);
    long size = ftell(f);
    rewind(f);
    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 64;
        c->seeds = realloc(c->seeds, c->cap * sizeof *c->seeds);
    }
    uint8_t *data = malloc((size_t)size + 1);
    if (!c->seeds || !data || fread(data, 1, (size_t)size, f) != (size_t)size)
        die(path);
    fclose(f);
    c->seeds[c->n++] = (struct seed){ data, (size_t)size };
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every file of the directory, sorted: mutations must not depend on its order. */
static bool add_directory(struct corpus *c, const char *path)
{
    DIR *dir = opendir(path);
    char **names = NULL;
    size_t n = 0;
    if (!dir)
        return false;
    for (struct dirent *d; (d = readdir(dir));) {
        if (d->d_name[0] == '.')
            continue;
        char **more = realloc(names, (n + 1) * sizeof *names);
        if (!more)
            die(path);
        names = more;
        size_t len = strlen(path) + strlen(d->d_name) + 2;
        if (!(names[n] = malloc(len)))
            die(path);
        snprintf(names[n++], len, "%s/%s", path, d->d_name);
    }
    closedir(dir);
    if (n)
        qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        add_file(c, names[i]);
        free(names[i]);
    }
    free(names);
    return true;
}

/* One small change: a bit, a byte, a stretch cut out, doubled, or taken from
 * another seed. Returns the new size; data has room for `most`. */
static size_t mutate(struct corpus *c, uint8_t *data, size_t size, size_t most)
{
    static const uint8_t odd[] = { 0, '\n', '\r', '\f', ' ', '"', 0x80, 0xC2, 0xE2, 0xF0, 0xFF };
    size_t at = pick(c, size), len = pick(c, size - at < 64 ? size - at : 64);
    const struct seed *other = &c->seeds[pick(c, c->n)];
    switch (size ? pick(c, 6) : 5) {
    case 0: data[at] ^= (uint8_t)(1u << pick(c, 8)); return size;
    case 1: data[at] = (uint8_t)pick(c, 256); return size;
    case 2: data[at] = odd[pick(c, sizeof odd)]; return size;
    case 3: memmove(data + at, data + at + len, size - at - len); return size - len;
    case 4:
        if (size + len > most)
            return size;
        memmove(data + at + len, data + at, size - at);
        return size + len;
    default:
        len = pick(c, other->size < most - at ? other->size : most - at);
        memcpy(data + at, other->data, len);
        return at + len > size ? at + len : size;
    }
}

static void run_mutations(struct corpus *c, unsigned long n)
{
    size_t most = 64;
    for (size_t i = 0; i < c->n; i++)
        most = c->seeds[i].size * 2 > most ? c->seeds[i].size * 2 : most;
    uint8_t *data = malloc(most);
    if (!data)
        die("malloc");
    while (n-- > 0) {
        const struct seed *s = &c->seeds[pick(c, c->n)];
        size_t size = s->size;
        memcpy(data, s->data, size);
        for (size_t k = 1 + pick(c, 8); k > 0; k--)
            size = mutate(c, data, size, most);
        run(data, size);
    }
    free(data);
}

int main(int argc, char **argv)
{
    struct corpus c = { .random = 1 };
    unsigned long mutations = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-mutate") == 0 && i + 1 < argc)
            mutations = strtoul(argv[++i], NULL, 10);
        else if (!add_directory(&c, argv[i]))
            add_file(&c, argv[i]);
    }
    for (size_t i = 0; i < c.n; i++)
        run(c.seeds[i].data, c.seeds[i].size);
    if (c.n > 0)
        run_mutations(&c, mutations);
    printf("%lu\n", (unsigned long)c.n + (c.n > 0 ? mutations : 0));
    for (size_t i = 0; i < c.n; i++)
        free(c.seeds[i].data);
    free(c.seeds);
    return 0;
}
