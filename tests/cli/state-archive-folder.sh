# with a state: a folder gives way to an archive of its name, and the other way; what is in it
# now is no copy of what had the same place in the output, and is no more
# needs libarchive sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { copydesk clean -q in -o out --state state; echo "$1"; (cd out/d.tar && head -n 1 ./*.txt); }
folder() { mkdir in/d.tar; cp -p x.txt in/d.tar; }
archive() { touch -d 2024-02-03 x.txt y.txt; tar -cf in/d.tar x.txt y.txt; touch -d 2024-02-03 in/d.tar; }

mkdir in
say ferry 4 > x.txt
say mill 5 > y.txt
archive
clean 'an archive'
rm in/d.tar
folder
clean 'a folder; what the archive had besides stays'
rm -r in/d.tar
archive
clean 'the same archive again'
rm out/d.tar/x.txt
clean 'an output was removed'
rm in/d.tar
folder
clean 'a folder again'
rm -r in/d.tar
say bakery 9 > y.txt
archive
touch -d 2024-02-04 in/d.tar
clean 'another archive'
