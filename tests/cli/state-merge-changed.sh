# two machines that know the same name by different text, and one of which lost text
# to an article that the other knows too: nothing is lost when their states are one
# needs sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
article() { file=$1; shift; for p; do say $p; echo; done > "$file"; touch -d "2024-02-03 04:05:0$((second += 1)).7" "$file"; }
second=0
mkdir -p a/in b/in
# x.txt is another text on each; h.txt is the same, and owns "school 5" on b only
article a/in/f.txt "school 5"
article a/in/h.txt "ferry 4" "school 5"
article a/in/x.txt "market 3"
article b/in/h.txt "ferry 4" "school 5"
article b/in/x.txt "mill 77"
article b/in/y.txt "school 5" "mill 77" "bakery 9"
for m in a b; do (cd $m && copydesk clean -q in -o out --state seen); done
copydesk state merge a/seen b/seen
cp -rp b/in b/out a
cd a
echo '-- x.txt is what it was on b, all else as on either'
copydesk clean -q in -o out --state seen
cat out/* | grep . | sort
echo '-- who owned it is gone with its file, then changes'
rm in/h.txt
article in/f.txt "tower 12"
copydesk clean -q in -o out --state seen
cat out/* | grep . | sort
echo '-- x.txt is what it was on a: what y.txt had lost to the other one comes back'
cd ..
rm -r a b
mkdir -p a/in b/in
article a/in/x.txt "market 3"
article b/in/x.txt "mill 77"
article b/in/y.txt "mill 77" "bakery 9"
for m in a b; do (cd $m && copydesk clean -q in -o out --state seen); done
copydesk state merge a/seen b/seen
cp -p b/in/y.txt a/in
cp -p b/out/y.txt a/out
cd a
copydesk clean -q in -o out --state seen
cat out/* | grep . | sort
echo '-- what is x.txt on a is x.txt.gz on b: either, and what others had lost to the one that goes'
for kept in a b; do
    cd ..
    rm -r a b
    mkdir -p a/in b/in
    article a/in/x.txt "market 3"
    article a/in/z.txt "market 3" "harbour 8"
    article b/in/x.txt "mill 77"
    article b/in/y.txt "mill 77" "bakery 9"
    gzip b/in/x.txt
    for m in a b; do (cd $m && copydesk clean -q in -o out --state seen); done
    copydesk state merge a/seen b/seen
    cp -rp a/out a/in .
    cp -rp b/out b/in .
    rm in/x.txt* && cp -p $kept/in/x.txt* in && cp -p $kept/out/x.txt out
    rm -r a/in a/out && mv in out a
    cd a
    copydesk clean -q in -o out --state seen
    cat out/* | grep . | sort
    copydesk clean in -o out --state seen 2>&1 | grep articles
done
