# texts to be cut that stand in each other: a few go, a line made of them to hurt stays, and takes no time
nest() {
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "(opens in new "; for (i = 0; i < n; i++) printf "window)"; print " The pier is long." }'
}
nest 3 | copydesk clean -q
nest 20000 > deep
timeout 20 copydesk clean -q < deep > clean
cmp clean deep && echo same
