# with a state: a file gives way to a folder of its name, and a folder to a file. The
# journal, which knows all of them, gives back what came last
# needs sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { copydesk clean -q in -o out --state state --journal journal; }
restore() { copydesk restore -q journal out -o back; echo "status $?"; diff -r in back && rm -r back; }

mkdir -p in/m.txt/deep in/z
say ferry 4 > in/a.txt
for copy in in/b.txt in/m.txt/deep/old.txt; do say ferry 4 > $copy; done
say market 3 > in/z/z.txt
clean
restore
rm -r in/b.txt in/m.txt
mkdir -p in/b.txt/deep
say school 6 > in/b.txt/deep/new.txt
say library 7 > in/m.txt
clean
restore
echo '-- and back again'
rm -r in/b.txt in/m.txt out/b.txt out/m.txt
mkdir in/m.txt
say station 8 > in/m.txt/new.txt
for p in 'ferry 4' 'bakery 9'; do say $p; echo; done > in/b.txt
clean
restore
