# compressed files of a folder whose names lead to one another's: no article is written over another
# needs libarchive
mkdir in
for word in first second third; do printf 'The %s story is told here in a sentence of its own, and it goes on.\n' $word >$word; done
cp first in/a.txt
gzip -c <second >in/a.txt.gz
gzip -c <third >in/a.txt.gz.txt.gz
copydesk clean -v in -o out 2>&1 | grep 'read as'
for file in out/*; do echo "$file: $(cat $file)"; done
