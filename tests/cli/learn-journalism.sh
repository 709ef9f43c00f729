# what recurs in one source and is journalism: a name, with what is said of the person; a column's title; the
# headline of an article that a box names on other pages. Only labels are proposed, and the sixth line of the box
prose() {
    printf '%s %s\n\n' "The ferry with number $1 sails again, the company said on Monday, and its crew of $1 was glad of it." \
        "Nobody had asked for number $1 when the council met about the pier in the spring of last year."
    printf '%s\n\n' "Between $1 and noon the harbour was closed, and those who had come by train left no mark in the wood."
}
zh_prose() {
    printf '%s\n\n%s\n\n' "第$1号渡船星期一恢复通航，公司说，船上的$1名船员都很高兴。" "去年春天镇议会讨论码头的时候，没有人问过第$1号渡船的事情。"
}
mkdir -p in/columns in/box in/names in/zh
set -- 'Inside the last rope walk' 'The vicar, the goat and the gas bill' 'Forty years of Friday fish' 'The chapel that became a cinema' 'Why the tide clock was moved' 'A guide to wet socks'
i=10
while test $i -lt 70; do
    # every fifth article is of the column; section, title, name, date
    case $((i % 5)) in
    0) printf 'Second thoughts\n\nNotes from the slipway\n\nWenna Trask\n\n14 March 2021\n\n';;
    1|2) printf 'Second thoughts\n\nWhat number %s is good for\n\nWenna Trask\n\n' $i;;
    *) printf 'Tides and piers\n\nNumber %s came in late again\n\nBy Jago Pellow\n\n' $i;;
    esac > in/columns/$i.txt
    prose $i >> in/columns/$i.txt
    # a box at the top names three of six stories; five of them are in this source
    { printf 'On the other quay\n\n%s\n\n%s\n\n%s\n\n' "$1" "$2" "$3"
      test $i -ge 15 && printf 'Number %s came in late again\n\n' $i || printf '%s\n\n' "$1"
      printf 'By Jago Pellow\n\n'
      prose $i; } > in/box/$i.txt
    # short lines about people at the end
    { printf 'Number %s came in late again\n\n' $i
      prose $i
      case $((i % 3)) in
      0) printf 'Jago Pellow covers the shore.\n\nGull letter: yes please\n';;
      1) printf 'Loveday Rouse, shore correspondent\n\nQuays & Keels\n';;
      2) printf 'By Mark Wood\n\nMark Wood is the valley correspondent and lives above the bakery.\n';;
      esac; } > in/names/$i.txt
    # a script without capitals: title, name, text, what is said of the person
    { printf '码头风云\n\n第%s号渡船又晚点了\n\n' $i
      test $((i % 2)) = 0 && name=林渔舟 || name=陈晓港
      printf '%s\n\n' $name
      zh_prose $i
      printf '%s负责报道海岸，家里养蜂。\n\n到码头登启事\n' $name; } > in/zh/$i.txt
    first=$1; shift; set -- "$@" "$first"
    i=$((i + 1))
done
copydesk learn in -q -o learned.rules
echo "status $?"
awk '$1 == "source" { source = $2 } $1 == "line" { sub(/^ *line /, ""); print source ": " $0 }' learned.rules | sort
sed -n '/left out/,$p' learned.rules | sort
# none of the titles and names of the articles goes
copydesk clean in --rules learned.rules -q --scope article --max-removed 100 -o out
for f in columns/10 columns/11 box/10 box/12 zh/10; do head -n 3 out/$f.txt; done
# a page of which most lines are a menu's is no copy of the page before it
mkdir -p menus/quay
i=10
while test $i -lt 40; do
    { for word in Tides Moorings Ropeworks Lanterns Netmakers Ferrymen Saltings Windmills Oysters Beacons \
        Sailmakers Coopers Chandlers Smokehouse Towpaths Weirs Locks Barges Pilots Buoys; do
          printf '%s and more\n\n' $word
      done
      printf 'Number %s came in late again\n\n' $i
      prose $i; } > menus/quay/$i.txt
    i=$((i + 1))
done
copydesk learn menus -q | grep -c '^rule'
# a name and more in front of a comma may be a name that is known by half; four words in capitals are no name
mkdir -p half/quay
i=10
while test $i -lt 60; do
    { printf 'Number %s came in late for all our tips\n\n' $i
      prose $i
      test $((i % 2)) = 0 && printf 'Pellow Tips, daily\n\nAll Our Pellow Tips, daily\n'; } > half/quay/$i.txt
    i=$((i + 1))
done
copydesk learn half -q | grep -E '^ *line |^# .*Tips'
