# Blocks that are hard-wrapped by their bytes, but not once their entities are
# letters, are taken apart; what stands between them and behind them stays in order.
block() {
    echo "&#101;&#101;&#101;&#101;&#101;&#101;&#101;&#101;&#101;&#101; is $1 by its bytes"
    echo "while this line is plain and goes on up to the right margin here ($1)"
    echo
}
{
    block one
    echo "Alone between two."
    echo
    block two
    block three
    echo "The last."
} > article.txt
copydesk clean -q article.txt | tee clean.txt
copydesk clean -q clean.txt | cmp - clean.txt
copydesk clean -q --journal j article.txt > /dev/null
grep -o '"line":[0-9]*' j
