# A line of progress is drawn over itself while a run goes on, at most ten times
# a second, and is gone when the summary comes.
show() {
    tr '\r' '\n' | sed -E 's/\x1b\[K/<to the end>/; s/[0-9.]+ B\/s/N B\/s/; s/[0-9.]+ s  N/N s  N/' |
        grep -E '^3 articles|^<to the end>|^copydesk:'
}
three() { printf 'One.\n\f\n'; sleep 0.3; printf 'Two.\n\f\n'; sleep 0.3; printf 'Three.\n'; }

echo '-- asked for'
three | copydesk clean --progress always 2>&1 > /dev/null | show
echo '-- not unless it is asked for, or standard error is a terminal'
three | copydesk clean 2>&1 > /dev/null | show
echo '-- quiet is quiet'
three | copydesk clean -q --progress always 2>&1 > /dev/null | show
