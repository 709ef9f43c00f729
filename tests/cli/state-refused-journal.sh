# a run that is refused for its journal has made no room in the output, nor a folder for it
# needs sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { copydesk clean -q in -o "$@" 2>&1; echo "status $?"; }
mkdir in
say ferry 1 > in/a.txt
clean plain --journal theirs
clean out --state state --journal ours
rm in/a.txt
mkdir in/a.txt
say mill 2 > in/a.txt/b.txt
clean in/new --state new --journal new.journal
ls
echo '-- what was a file is a folder'
clean out --state state --journal theirs
clean new --journal ours
grep -r . out
ls
clean out --state state --journal ours
grep -r . out
