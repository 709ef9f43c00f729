command -v fish > /dev/null || exit 77
copydesk help --completions fish > c.fish
HOME=$PWD fish --no-config -c '
source c.fish
for line in "copydesk " "copydesk clean --m" "copydesk clean --scope " "copydesk rules sh"
    echo "== $line"
    complete -C "$line"
end' | grep -v '\.'
