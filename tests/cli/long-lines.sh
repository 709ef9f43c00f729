# a text of one endless line is parted where a sentence ends, or else a word, never inside of one
seq -f 'Le café &amp; the ferry number %.0f sail again, said the mayor.' 90000 | tr '\n' ' ' > sentences.txt
seq -f 'Le café &amp; the ferry number %.0f sail again' 100000 | tr '\n' ' ' > words.txt
seq -f '第%.0f号の渡し船は夜明けに再び出航すると町長が述べた。' 70000 | tr -d '\n' > japanese.txt

# without the breaks that copydesk made, and in one spelling
joined() {
    case $1 in japanese*) tr -d '\n' < "$1" ;; *) tr -s '\n' ' ' < "$1" | sed 's/&amp;/\&/g; s/ $//' ;; esac
}

judge() {   # name, what it is called
    copydesk clean -q "$1.txt" -o "$1.out" --journal journal
    copydesk restore -q journal "$1.out" -o back && cmp "$1.txt" "back/$1.txt"
    joined "$1.out" > joined.now
    cmp joined.now "$1.joined" && echo "$2: restored, and all there"
    rm -r back
}

for name in sentences words japanese; do
    joined $name.txt > $name.joined
    judge $name $name
    copydesk clean -q $name.out -o again
    cmp again $name.out
    iconv -f UTF-8 -t UTF-16 $name.txt > it && mv it $name.txt
    judge $name "$name in UTF-16"
done
echo '-- how its paragraphs end'
grep -v '^$' sentences.out | grep -o '.....$' | sort -u
