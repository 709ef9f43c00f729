# two sources with lines that no pack knows; what is learned is a pack like any other
mkdir -p in/quay in/hill
i=10
while test $i -lt 34; do
    printf 'Number %s came in late\n\nThe ferry with number %s sails again, the company said on Monday, and its crew of %s was glad.\n\nNobody had asked for ferry number %s when the council met about the pier in the spring of last year.\n\nFrom the shelves of the quay:\n' $i $i $i $i > in/quay/$i.txt
    i=$((i + 1))
done
cp in/quay/10.txt in/quay/99.txt
printf 'A hill is a hill, the mayor of it said, and there is not much more to it than that.\n\nFrom the shelves of the quay:\n' > in/hill/1.txt
copydesk learn in -o learned.rules
echo "status $?"
cat learned.rules
copydesk rules check learned.rules
copydesk clean in --rules learned.rules -q -o out
tail -n 1 out/quay/10.txt out/hill/1.txt
# a folder below has another source's name, and so has one of several PATHs: what it was learned from is to be named
copydesk clean in/quay --rules learned.rules --scope article -o below 2>&1 | grep '^rules'
copydesk clean -v in/quay --rules learned.rules --scope article -o below 2>&1 | grep PATHs
copydesk clean --rules learned.rules < in/quay/10.txt 2>&1 > /dev/null
copydesk clean in in/hill --rules learned.rules -o apart 2>&1 | grep -c '^rules'
copydesk learn in --min-articles 30 2>&1 | head -6
# a folder whose name is not UTF-8: no rule can name it, those of the others stay good, as where an article's is not
latin=names/$(printf 'caf\351')
mkdir -p names/quay "$latin"
cp in/quay/* names/quay
cp in/quay/* "$latin"
mv names/quay/10.txt names/quay/$(printf '0\351').txt
copydesk learn names -o names.rules
cat names.rules
copydesk rules check names.rules
copydesk learn < in/hill/1.txt
copydesk learn -
