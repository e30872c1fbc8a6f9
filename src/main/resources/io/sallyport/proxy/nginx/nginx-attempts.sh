# Prints what Nginx has noted of failed attempts, and empties the file; AttemptLines.java reads it.
# Lines of one second that differ in numbers alone become one, with their count in front. The first
# line of each host comes before the second of any: a host that fails thousands of requests a second
# leaves room for others in one answer. Without awk, only the newest lines are printed.
# What is written between reading and emptying is lost.
log=$1
[ -s "$log" ] || exit 0
now=$(date +%s)
echo "$now"
{ tail -c 1048576 "$log"; : > "$log"; } |
  if awk=$(command -v awk || command -v mawk); then
    "$awk" -F '|' -v now="$now" '
      function times(column) {
        if (column == "-") return column
        gsub(/[0-9.]+/, "n", column)
        return column
      }
      function bytes(column) {
        if (column == "-" || column == "0") return column
        gsub(/[1-9][0-9]*/, "n", column)
        return column
      }
      NF == 6 && now - $1 < 60 {
        tried = substr($1, index($1, " ") + 1)
        host = substr(tried, 1, index(tried, " "))
        kind = substr($1, 1, index($1, ".")) tried "|" $2 "|" times($3) "|" times($4) "|" bytes($5) "|" bytes($6)
        if (!(kind in count)) rank[kind] = ++kinds[host]
        if (rank[kind] > most) most = rank[kind]
        count[kind]++
        newest[kind] = $0
      }
      END {
        for (kind in count) lines[rank[kind]] = lines[rank[kind]] count[kind] " " newest[kind] "\n"
        for (i = 1; i <= most; i++) printf "%s", lines[i]
      }' 2> /dev/null | head -c 49152
  else
    tail -c 49152
  fi
