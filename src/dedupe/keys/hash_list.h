/* hash_list -- hashes in a row that grows. Dedupe layer. */
#ifndef DEDUPE_HASH_LIST_H
#define DEDUPE_HASH_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise; free `at` in the end. */
struct hash_list {
    uint64_t *at;
    size_t n, room;
};

/* Makes room for `more` values. False when memory is short; the list is as it was then. */
bool hash_list_reserve(struct hash_list *l, size_t more);

bool hash_list_add(struct hash_list *l, uint64_t value);   /* the same */

void hash_list_sort(struct hash_list *l);

/* Of a sorted list: keeps each value once; whether it has this one. */
void hash_list_unique(struct hash_list *l);
bool hash_list_has(const struct hash_list *l, uint64_t value);

#endif
