# text streams into a directory: their second articles, and files that have the names of these
mkdir out
printf 'The first story is told here.\n\f\nThe second story is told here.\n' >a.txt
echo 'The third story is told here.' >a.txt.2
cp a.txt.2 a.txt.1
cp a.txt.2 a.txt.02
copydesk clean -q a.txt a.txt.2 -o out; echo $?
ls out
copydesk clean -q a.txt a.txt.1 a.txt.02 --scope article -o out; echo $?
cat out/a.txt.2
copydesk clean -q a.txt a.txt.2
# the folder without a name, whose files would go by their whole paths
mkdir usr
copydesk clean -q / usr
