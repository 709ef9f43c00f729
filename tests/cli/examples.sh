# every example that help shows can be typed as it stands
# needs libarchive
pdftotext() { cat "$1"; }   # a stand-in will do
mkdir -p news/world
seq -f 'Line %g of a story about the river and the town beside it.' 24 > news/world/flood.txt
echo 'The paper of the day.' > paper.pdf
cat > my.rules <<'END'
rule club
    class newsletter
    line Join the harbour club
    yes Join the harbour club
END
for command in clean explain restore rules help; do
    copydesk $command -h | sed -n '/^Examples/,$s/^  \([a-z].*\)/\1/p'
done > lines
while read -r line; do
    case $line in
    *'man -l'*) line="copydesk help --man" ;;
    'source '*) line="copydesk help --completions bash" ;;
    esac
    echo "$line"
    eval "$line" > output 2>&1 || { echo "status $?"; cat output; }
done < lines
diff -r news originals && echo restored
