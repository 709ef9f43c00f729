#include "read/batch.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"

void batch_leave_folder(struct batch *b)
{
    if (b->folder.len > 0)
        close(b->folder_fd);
    buf_clear(&b->folder);
}

void batch_release(struct batch *b)
{
    batch_leave_folder(b);
    buf_release(&b->folder);
    free(b->articles);
    free(b->paras);
    line_run_release(&b->run);
    buf_release(&b->input);
    arena_release(&b->arena);
    *b = (struct batch){ 0 };
}

void batch_clear(struct batch *b)
{
    b->number = 0;
    b->n_articles = 0;
    b->n_paras = 0;
    b->input_number = 0;
    b->records = false;
    b->cold = false;
    b->failed = false;
    b->run.failed = false;
    buf_clear(&b->input);
    arena_clear(&b->arena);
}

struct article *batch_article(struct batch *b)
{
    struct article *array = array_room(b->articles, b->n_articles, &b->cap_articles, sizeof *array);
    if (!array) {
        b->failed = true;
        return NULL;
    }
    b->articles = array;
    struct para *paras = array_room(b->paras, b->n_paras, &b->cap_paras, sizeof *paras);   /* never NULL, also for no paragraph */
    b->failed = b->failed || !paras;
    b->paras = paras ? paras : b->paras;
    struct article *a = &array[b->n_articles++];
    *a = (struct article){ .line = 1, .head = true, .tail = true };
    return a;
}

void batch_place(struct batch *b)
{
    const char *p = b->input.ptr ? b->input.ptr : "";
    for (size_t i = 0; i < b->n_articles; i++) {
        b->articles[i].bytes.ptr = p;
        p += b->articles[i].bytes.len;
    }
    b->failed = b->failed || b->input.failed || b->arena.failed;
}

struct para *batch_para(struct batch *b)
{
    struct para *array = array_room(b->paras, b->n_paras, &b->cap_paras, sizeof *array);
    if (!array) {
        b->failed = true;
        return NULL;
    }
    b->paras = array;
    static const struct para NONE;   /* copied: of an initialiser gcc makes a string instruction, slow to start */
    struct para *p = &array[b->n_paras++];
    *p = NONE;
    return p;
}
