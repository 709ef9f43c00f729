/* decode -- what of an article's bytes is text. UTF-8 with or without BOM; bad
 * bytes stay here and are replaced, paragraph by paragraph, by the repair
 * "utf8", so that spans stay spans of the input. */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include "read/article.h"

/* Sets a->text: a->bytes without a BOM in front (at the article's head only)
 * and without the separator line. */
void decode_article(struct article *a);

#endif
