# which rule takes a line, and where; or why none does
copydesk rules test Advertisement
copydesk rules test 'Read more?' 'Adverticement' 'By Ada Lund' 'Harbour pier to close until spring'
copydesk rules test '3 comments'
mkdir packs
cat > packs/b.rules <<'X'
rule tides
    class navigation
    zone head
    source harbour
    words 5
    regex ^tide (table|times)( [a-z]+)*:?$
    yes Tide table
    no Tide and time wait for nobody
X
sed 's/tides/more-tides/; s/source harbour/source ./; s/zone head/zone any/' packs/b.rules > packs/a.rules
copydesk rules list --rules packs | sed -n 's/  *[0-9]* rule.*file/ a file/p'
copydesk rules test 'TIDE TABLE' 'Tide times of the eastern and western harbour:' --rules packs
# a line as it was scraped: rules see what the repairs make of it; a cut leaves the line; a regex may give up
copydesk rules test 'Read&nbsp;more' 'Readâ€‹ more' 'Read more (opens in new window)' '(opens in new window)' ' ' ''
cat > slow.rules <<'X'
rule slow
    class ad
    regex ^(a+)+$
    yes aa
    no ab
X
copydesk rules test aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac --rules slow.rules
mkdir none
copydesk rules test x --rules none
