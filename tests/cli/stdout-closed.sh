# a reader that has gone is a quiet success; a full disk or no file at all is not
(copydesk help; echo "status $?" >&2) | true
for command in '--version' '-h' 'help' 'help --man' 'help --completions zsh'; do
    copydesk $command > /dev/full
    echo "status $?" >&2
done
copydesk help >&-
