/* keyrun_bench FOLDER [KEYS] [ROUNDS] -- look-ups in a run of so many keys (10 million),
 * half of them absent, by one thread; and bytes a key. Prints the best and the
 * median of the rounds, in million look-ups a second. Links with libcopydesk.a. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "dedupe/keys/keyrun.h"

enum { BATCH = 1024, ASKED = 4000 * BATCH };

/* splitmix64: as even as hashes are */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static struct key key_number(uint64_t i)
{
    return (struct key){ mix(i), mix(~i) };
}

static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    return x->hi < y->hi ? -1 : x->hi > y->hi;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct keyrun *make(const char *folder, uint64_t n, struct copydesk_error *error)
{
    struct key *keys = malloc((size_t)n * sizeof *keys);
    struct keyrun_writer *w = keyrun_create(folder, "bench.run", 1, n, error);
    if (!keys || !w)
        return NULL;
    for (uint64_t i = 0; i < n; i++)
        keys[i] = key_number(2 * i);
    qsort(keys, (size_t)n, sizeof *keys, by_key);
    for (uint64_t i = 0; i < n; i++)
        if (keyrun_add(w, keys[i], (struct place){ (uint32_t)i + 1, 1 }, error) != COPYDESK_OK)
            return NULL;
    uint64_t bytes;
    enum copydesk_status status = keyrun_commit(w, &bytes, error);
    keyrun_writer_free(w);
    free(keys);
    char path[4096];
    snprintf(path, sizeof path, "%s/bench.run", folder);
    struct keyrun *r = status == COPYDESK_OK ? keyrun_open(path, 1, error) : NULL;
    if (r && keyrun_verify(r, error) != COPYDESK_OK)
        return NULL;
    unlink(path);
    return r;
}

/* One round: seconds for ASKED look-ups, of which *found are there. */
static double look_up(const struct keyrun *r, const struct key *keys, size_t *found)
{
    static struct place places[BATCH];
    double start = now();
    *found = 0;
    for (size_t at = 0; at < ASKED; at += BATCH) {
        keyrun_find_all(r, keys + at, BATCH, places);
        for (size_t i = 0; i < BATCH; i++)
            *found += places[i].article != 0;
    }
    return now() - start;
}

int main(int argc, char **argv)
{
    enum { MOST = 99 };
    if (argc < 2)
        return 2;
    uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : 10000000;
    size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 7, found = 0;
    rounds = rounds < 1 ? 1 : rounds > MOST ? MOST : rounds;
    struct copydesk_error error = { 0 };
    struct keyrun *r = make(argv[1], n, &error);
    struct key *keys = malloc(ASKED * sizeof *keys);
    if (!r || !keys) {
        fprintf(stderr, "keyrun_bench: %s: %s\n", error.path, error.reason);
        return 2;
    }
    for (uint64_t i = 0; i < ASKED; i++)
        keys[i] = key_number(mix(i * 7) % (2 * n));   /* the odd ones are not there */
    double seconds[MOST];
    look_up(r, keys, &found);   /* the pages are fetched */
    for (size_t i = 0; i < rounds; i++)
        seconds[i] = look_up(r, keys, &found);
    qsort(seconds, rounds, sizeof *seconds, by_number);
    printf("look-ups in %llu remembered keys, %zu %% of them there: %.1f million/s (best %.1f); %.2f bytes a key on disk\n",
           (unsigned long long)n, found * 100 / ASKED, ASKED / seconds[rounds / 2] / 1e6,
           ASKED / seconds[0] / 1e6, (double)keyrun_bytes(r) / (double)n);
    keyrun_free(r);
    free(keys);
    return 0;
}
