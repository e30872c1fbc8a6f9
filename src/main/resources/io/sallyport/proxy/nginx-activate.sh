# Takes a staged Nginx configuration live, in the proxy's own container. POSIX sh; uses mv, ln, cp,
# cat, rm and sleep beside nginx. Exit codes: ActivationCode.java. What it prints is for the operator.
live=$1 staged=$2 previous=$3 loaded=$4 version=$5 pid_file=$6

# Nginx installs its signal handlers before it writes the pid file and before it names itself master,
# so a process that is found either way does not lose a HUP.
master() {
  if read -r pid < "$pid_file" && [ -n "$pid" ] && [ -d "/proc/$pid" ]; then
    echo "$pid"
    return 0
  fi 2>/dev/null
  for process in /proc/[0-9]*; do
    read -r title < "$process/cmdline"
    case $title in "nginx: master process"*) echo "${process#/proc/}"; return 0 ;; esac
  done 2>/dev/null
  return 1
}

children() {
  for process in /proc/[0-9]*; do
    read -r pid _ _ parent _ < "$process/stat" && [ "$parent" = "$1" ] && echo "$pid"
  done 2>/dev/null
  return 0
}

# True once the master has a child that is not in $before.
renewed() {
  for pid in $(children "$master"); do
    case $before in *" $pid "*) ;; *) return 0 ;; esac
  done
  return 1
}

# True once `"$@"` is; gives up after $1 tenths of a second.
within() {
  tries=$(($1 * 5))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.02
  done
}

find_master() { master=$(master); }

reload() {
  before=" $(children "$master" | while read -r pid; do printf '%s ' "$pid"; done)"
  kill -HUP "$master" && within 50 renewed
}

if [ "$(cat "$loaded" 2>/dev/null)" = "$version" ] && [ "$(cat "$staged")" = "$(cat "$live")" ]; then
  rm -f "$staged"
  exit 10
fi

if ! message=$(nginx -t -c "$staged" 2>&1); then
  printf '%s\n' "$message"
  rm -f "$staged"
  exit 20
fi

rm -f "$previous"
[ ! -e "$live" ] || ln "$live" "$previous" 2>/dev/null || cp -p "$live" "$previous" || exit 30
mv -f "$staged" "$live" 2>&1 || exit 30

if ! within 50 find_master; then
  echo "no nginx master process within 5 s"
  exit 40
fi

# A reload that shows nothing is sent once more: it may have been lost, or be slow.
if reload || reload; then
  echo "$version" > "$loaded"
  exit 0
fi

rm -f "$loaded"
[ ! -e "$previous" ] || mv -f "$previous" "$live"
echo "nginx passed the test but started no new workers after two reloads; its own log says why"
exit 50
