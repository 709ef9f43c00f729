# the ways to ask for the same help
copydesk help clean > a; copydesk clean --help > b; cmp a b
copydesk help > a; copydesk --help > b; cmp a b
copydesk help -h > a; copydesk help explain -h > b; cmp a b
copydesk --version > a; copydesk clean --version > b; cmp a b
# whatever else is wrong
copydesk clean --help --xyzzy > /dev/null
