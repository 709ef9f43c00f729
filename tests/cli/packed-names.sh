# compressed files of a folder whose names lead to one another's: no article is written over another
# needs libarchive
mkdir in
for word in first second third; do printf 'The %s story is told here in a sentence of its own, and it goes on.\n' $word >$word; done
cp first in/a.txt
gzip -c <second >in/a.txt.gz
gzip -c <third >in/a.txt.gz.txt.gz
copydesk clean -v in -o out 2>&1 | grep 'read as'
for file in out/*; do echo "$file: $(cat $file)"; done
# names that leave no room for a number or an ending behind them: one is named, the others are written
long=$(printf '%0247d' 7)
mkdir long
cp first long/$long.txt
gzip -c <second >long/$long.txt.gz
cp third long/z.txt
copydesk clean -q long -o long.out 2>&1 | sed 's/00*7/LONG/g'
mv long/$long.txt long/${long}1234.txt
tar -cf same.tar -C long ${long}1234.txt z.txt
tar -rf same.tar -C long ${long}1234.txt
copydesk clean -q same.tar -o same.out 2>&1 | sed 's/00*7/LONG/g'
find long.out same.out -type f | sed 's/00*7/LONG/' | LC_ALL=C sort
