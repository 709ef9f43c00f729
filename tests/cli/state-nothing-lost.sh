# with a state, a paragraph that an article loses to another one comes back when
# that one changes, whoever else has been called a copy in between
# needs sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
article() { file=$1; shift; for p; do say $p; echo; done >"$file"; }
clean() { copydesk clean -q in -o out --state state; echo "night $1"; grep -c tar out/* | sort; }

# two lost "ferry 4" to the first; one's text is now the other's, too
mkdir in
article in/a.txt "ferry 4"
article in/b.txt "market 3"
article in/h.txt "ferry 4" "market 3" "school 5"
article in/z.txt "ferry 4" "school 5"
clean 1
article in/a.txt "mill 77"
clean 2
grep -ho 'ferry said.*\|school said.*' out/* | sort

# z is a copy of y, whose file is gone when what y lost to x has no other place
rm -r in out state
mkdir in
article in/x.txt "ferry 4"
article in/y.txt "ferry 4" "school 5"
clean 3
cp in/y.txt in/z.txt
clean 4
rm in/y.txt
article in/x.txt "mill 77"
clean 5
grep -ho 'ferry said.*' out/*
