# as compinit autoloads it: the file is the body of the function
command -v zsh > /dev/null || exit 77
mkdir functions
copydesk help --completions zsh > functions/_copydesk
HOME=$PWD zsh -f -c '
fpath=($PWD/functions $fpath)
autoload -Uz compinit && compinit -u -d ./dump
echo $_comps[copydesk]
_arguments() { print -l -- "$@" | grep -c .; }
_describe() { print -- describe $2; }
words=(copydesk ""); CURRENT=2; _copydesk
words=(copydesk clean ""); CURRENT=3; _copydesk > count
test $(cat count) -gt 20 && echo many options'
