# table.awk -- the runs that measure.c noted (NAME SECONDS KIB), as a table of
# medians and of ratios; with check=yes also whether the bars are held.

function median(list, n,    i, j, held) {
    for (i = 2; i <= n; i++) {
        held = list[i]
        for (j = i - 1; j >= 1 && list[j] > held; j--)
            list[j + 1] = list[j]
        list[j + 1] = held
    }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function middle(name,    i, list) {
    for (i = 1; i <= runs[name]; i++)
        list[i] = seconds[name, i]
    return median(list, runs[name])
}

# the median of the rounds' own ratios
function ratio(a, b,    i, list) {
    for (i = 1; i <= runs[a]; i++)
        list[i] = seconds[a, i] / seconds[b, i]
    return median(list, runs[a])
}

function row(name, what, bytes, ours, ours2,    r) {
    printf "%-52s %8.3f %7.0f %6.0f", what, middle(name), bytes / middle(name) / 1e6, peak[name] / 1024
    printf "  %8.2f", ratio(name, ours)
    if (ours2 != "")
        printf "  %8.2f", ratio(name, ours2)
    printf "\n"
}

function head(what, first, second) {
    printf "%-52s %8s %7s %6s  %8s%s\n", what, "seconds", "MB/s", "MiB", first, second == "" ? "" : sprintf("  %8s", second)
}

function bar(what, held, got) {
    if (!held)
        missed = 1
    printf "bar: %s: %.2f, %s\n", what, got, held ? "held" : "MISSED by more than a quarter"
}

function most(what, name, times) {
    bar(what, ratio(name, "cp") <= times * 1.25, ratio(name, "cp"))
}

{ seconds[$1, ++runs[$1]] = $2; if ($3 > peak[$1]) peak[$1] = $3 }

function streams() {
    head("stream", "/ -j 1", "/ -j 2")
    row("stream-1", "copydesk clean -j 1 stream", stream, "stream-1", "stream-2")
    row("stream-2", "copydesk clean -j 2 stream", stream, "stream-1", "stream-2")
    row("mawk", "mawk '!seen[$0]++' stream  (exact lines only)", stream, "stream-1", "stream-2")
    row("sort", "sort -u stream  (exact lines, order lost)", stream, "stream-1", "stream-2")
    row("cat", "cat stream", stream, "stream-1", "stream-2")
    printf "\n"
    head("long stream", "/ -j 1", "/ -j 2")
    row("long-1", "copydesk clean -j 1 long", long, "long-1", "long-2")
    row("long-2", "copydesk clean -j 2 long", long, "long-1", "long-2")
    row("long-mawk", "mawk '!seen[$0]++' long", long, "long-1", "long-2")
    printf "\n"
    head("slice", "/ -j 1", "/ -j 2")
    row("slice-1", "copydesk clean -j 1 slice", slice, "slice-1", "slice-2")
    row("slice-2", "copydesk clean -j 2 slice", slice, "slice-1", "slice-2")
    row("pipe", "mawk | sed -E | uconv -x any-nfc  (a pipe of 3)", slice, "slice-1", "slice-2")
    row("python", "python3 tests/bench/peer.py slice", slice, "slice-1", "slice-2")
    printf "\nThe last columns: this command's time as a multiple of the named one's, within a round.\n"
    if (check == "yes")
        bar("stream, one thread: at least 5 times as fast as mawk", ratio("mawk", "stream-1") >= 5 / 1.25, ratio("mawk", "stream-1"))
}

function cold(name, what) {
    printf "%-52s %8.3f %7.0f %6.0f  %8.2f\n", what, middle(name), tree / 10 / middle(name) / 1e6, peak[name] / 1024, ratio(name, "cold-cp")
}

function trees() {
    head("tree", "/ cp -r", "")
    row("cp", "cp -r tree new", tree, "cp", "")
    row("tree-1", "copydesk clean -j 1 tree -o new", tree, "cp", "")
    row("tree-2", "copydesk clean -j 2 tree -o new", tree, "cp", "")
    row("again-1", "-j 1 again, nothing to write", tree, "cp", "")
    row("again-2", "-j 2 again, nothing to write", tree, "cp", "")
    row("none-1", "-j 1 again with --state, nothing to read", tree, "cp", "")
    row("none-2", "-j 2 again with --state, nothing to read", tree, "cp", "")
    row("one-1", "copydesk clean -j 1 tree  (one stream)", tree, "cp", "")
    row("one-2", "copydesk clean -j 2 tree  (one stream)", tree, "cp", "")
    if (runs["cold-1"]) {
        printf "\n"
        head("a tenth of the tree, cold", "/ cp -r", "")
        cold("cold-cp", "cp -r part new")
        cold("cold-1", "copydesk clean -j 1 part -o new")
        cold("cold-2", "copydesk clean -j 2 part -o new")
    }
    if (check != "yes")
        return
    most("fresh tree, one thread: at most 1.3 times cp -r", "tree-1", 1.3)
    most("fresh tree, two threads: at most cp -r", "tree-2", 1)
    most("nothing changed: at most 0.35 times cp -r", "none-1", 0.35)
    most("directory to one stream, two threads: at most 0.5 times cp -r", "one-2", 0.5)
}

END {
    if (runs["mawk"])
        streams()
    if (runs["cp"])
        trees()
    exit missed
}
