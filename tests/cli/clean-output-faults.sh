# an output that cannot be written: status 2, and the very path and reason
mkdir in in/a in/b
echo 'The harbour opens at noon.' > in/a/1.txt
yes 'The ferry sails when the tide has turned, and not before.' | head -n 90 | cat -n > in/b/2.txt
echo 'kept' > file
echo '-- a file where a directory should be'
copydesk clean -q in -o file; echo "status $?"
mkdir out; echo 'kept' > out/b
copydesk clean -q in -o out; echo "status $?"
cat file out/b
echo '-- no parent'
copydesk clean -q in -o no/such; echo "status $?"
copydesk clean -q in -o out2 --journal no/such.jsonl; echo "status $?"
echo '-- no room: files are limited to 2 KB'
(ulimit -f 4; copydesk clean -q -j 1 in -o full; echo "status $?")
find full -type f
echo '-- no room: a file that is there already stays as it is'
mkdir -p full/b; echo 'yesterday' > full/b/2.txt
(ulimit -f 4; copydesk clean -q -j 1 in -o full; echo "status $?")
cat full/b/2.txt
echo '-- few descriptors are enough'
(ulimit -n 16; copydesk clean -q -j 2 in -o few; echo "status $?")
echo '-- fewer are not, and it says what helps'
(ulimit -n 5; copydesk clean -q -j 2 in -o fewer --journal fewer.j; echo "status $?")
(ulimit -n 5; copydesk clean -q -n -j 1 in; echo "status $?")
echo '-- nor does a deep path need many'
path=deep/$(printf 'd/%.0s' 1 2 3 4 5 6 7 8 9 10)$(printf 'e/%.0s' $(seq 90))
mkdir -p "$path" && echo 'The harbour opens at noon.' > deep/d/1.txt && echo 'The ferry sails at one.' > "$path/2.txt"
(ulimit -n 32; copydesk clean -q -j 2 deep -o well; echo "status $?")
diff -r deep well
echo '-- a FIFO is not waited for'
mkfifo in/a/pipe.txt
copydesk clean -v in -o few 2>&1 | grep pipe
find . -name '.copydesk-*'
echo "-- of several that cannot be written the first is named, whatever the threads do" >&2
mkdir many
for i in 1 2 3 4 5 6 7 8 9; do for k in 1 2 3 4 5 6 7 8 9; do for l in 1 2; do
    echo "Number $i$k$l has a story." > many/$i$k$l.txt
    case $i$k$l in *52) mkdir -p tree/$i$k$l.txt/x ;; esac
done; done; done
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do copydesk clean -q -j 6 many -o tree; done 2>&1 | sort -u >&2
