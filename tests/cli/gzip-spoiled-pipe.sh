# of a spoiled gzip as much is read whatever pieces the pipe delivers it in
# needs zlib
awk 'BEGIN { srand(7); for (i = 0; i < 2000; i++) {
    t = ""; for (j = 0; j < 60; j++) t = t " w" int(rand() * 100000)
    print "{\"id\":\"a" i "\",\"text\":\"The" t ".\"}" } }' | gzip -n > feed.gz
size=$(wc -c < feed.gz)
{ head -c $((size - 8)) feed.gz; printf 'spoiled!'; } > bad.gz
copydesk clean -q --scope article < bad.gz > whole 2> why; echo "status $?"
{ head -c $((size - 20000)) bad.gz; sleep 0.3; tail -c 20000 bad.gz; } | copydesk clean -q --scope article > parts 2> why2
cmp whole parts && cmp why why2
cut -d'(' -f1 why | head -n 1
