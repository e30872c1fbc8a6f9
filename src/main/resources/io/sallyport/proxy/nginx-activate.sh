# Takes a staged Nginx configuration live, in the proxy's own container. POSIX sh; uses mkdir, mv, ln,
# cp, cat, rm, readlink, date, touch and sleep beside nginx, and timeout and find where there are any. Exit
# codes: ActivationCode.java. What it prints is for the operator.
live=$1 staged=$2 previous=$3 loaded=$4 lock=$5 version=$6 pid_file=$7
# What paths of folders of certificates begin with, and which of them this configuration names. Both
# may be empty.
folders=$8 certificates=${9:+$8$9}
# `test` ends after the test.
purpose=${10}

# Nginx takes its title after it has installed its signal handlers: a master that is found does not
# lose a HUP. One of another container, in a shared pid namespace, is not ours.
is_master() {
  read -r title < "/proc/$1/cmdline" || :
  case $title in "nginx: master process"*) ;; *) return 1 ;; esac
  [ "$(readlink "/proc/$1/ns/mnt")" = "$(readlink "/proc/$$/ns/mnt")" ]
} 2>/dev/null

find_master() {
  read -r master < "$pid_file" && is_master "$master" && return 0
  for process in /proc/[0-9]*; do
    master=${process#/proc/}
    is_master "$master" && return 0
  done
  return 1
} 2>/dev/null

children() {
  for process in /proc/[0-9]*; do
    read -r pid _ _ parent _ < "$process/stat" && [ "$parent" = "$master" ] && printf ' %s' "$pid"
  done
  printf ' '
} 2>/dev/null

# True once the master has a child that is not in $before.
renewed() {
  for pid in $(children); do
    case $before in *" $pid "*) ;; *) return 0 ;; esac
  done
  return 1
}

# True once "$@" is; gives up after $1 seconds.
within() {
  tries=$(($1 * 50))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.02
  done
}

reload() {
  before=$(children)
  # In seconds since the machine's start, to hundredths: date knows them not everywhere.
  [ "$signalled" != - ] || { read -r signalled _ < /proc/uptime; } 2>/dev/null
  kill -HUP "$master" && within "$patience" renewed
}

# A process's name that no other has: its identifier and, since those come again, when it began.
name_of() {
  set -- "$1" $(cat "/proc/$1/stat" 2>/dev/null)
  echo "$1.${23}"
}

# One rollout at a time, whoever began it: a link that names its owner. An owner that is gone, as
# after a kill or a restart, does not count; its lock is taken away under a lock of its own, lest two
# that wait do it and the second takes away the first one's new lock.
take() {
  ln -s "$me" "$1" && return 0
  set -- "$1" "$(readlink "$1")"
  [ -n "$2" ] && [ "$(name_of "${2%.*}")" != "$2" ] && take "$1.$2" || return 1
  [ "$(readlink "$1")" != "$2" ] || rm -f "$1"
  rm -f "$1.$2"
  return 1
} 2>/dev/null

# A folder is there as a whole or not at all: it comes by a rename within its directory.
keep_certificates() {
  mkdir -p "${certificates%/*}" && rm -rf "$certificates.new" \
    && mv "$staged.certificates" "$certificates.new" && mv "$certificates.new" "$certificates"
}

# The files under their own names too, for people and for what is not in the configuration.
show_certificates() {
  cp -Rlf "$certificates"/* "${certificates%/*}/" || cp -Rpf "$certificates"/* "${certificates%/*}/"
} 2>/dev/null

# True when a configuration names files of a folder.
names() {
  case $(cat "$1" 2>/dev/null) in *"$2/"*) return 0 ;; esac
  return 1
}

# The live configuration and its predecessor may be loaded at any time.
forget_certificates() {
  for folder in "$folders"*; do
    [ "$folder" = "$certificates" ] || names "$live" "$folder" || names "$previous" "$folder" \
      || rm -rf "$folder"
  done
}

directory=${live%/*}/
[ -w "$directory" ] || { echo "cannot write to $directory"; exit 30; }
# The engine gave it the time of Sallyport's machine, which may be another.
touch -c "$staged" "$staged.certificates"
me=$(name_of $$)
within 20 take "$lock" || {
  rm -rf "$staged" "$staged.certificates"
  echo "another rollout has not ended within 20 s"
  exit 60
}
trap 'rm -rf "$staged" "$staged.certificates" "$lock"' EXIT
trap 'exit 60' HUP INT TERM
[ -f "$staged" ] || { echo "the staged file is gone"; exit 60; }
find "$directory" -maxdepth 1 \( -name "${live##*/}.*.staged*" -o -name "${live##*/}.*.lock.*" \) \
  -mmin +10 -exec rm -rf {} + 2>/dev/null

if [ -n "$certificates" ] && [ ! -d "$certificates" ]; then
  [ -d "$staged.certificates" ] || exit 11
  keep_certificates 2>&1 || exit 31
fi

found=$(cat "$loaded" 2>/dev/null)
if [ "$found" = "$version" ] && [ "$(cat "$staged")" = "$(cat "$live")" ]; then
  exit 10
fi

limit=
if timeout 1 true 2>/dev/null; then limit="timeout -s KILL 40"; fi
begun=$(date +%s)
message=$($limit nginx -t -c "$staged" 2>&1)
case $? in
  0) ;;
  137) echo "nginx -t has not ended within 40 s"; exit 20 ;;
  *) printf '%s\n' "$message"; exit 20 ;;
esac
[ "$purpose" != test ] || exit 12
# A large configuration, or a slow machine, takes as long again to load.
patience=$((10 + 2 * ($(date +%s) - begun)))
[ "$patience" -le 30 ] || patience=30
[ "$patience" -ge 10 ] || patience=10 # The clock was set back meanwhile.

within 5 find_master || { echo "no nginx master process within 5 s"; exit 40; }

rm -f "$previous"
[ ! -e "$live" ] || ln "$live" "$previous" 2>/dev/null || cp -p "$live" "$previous" || exit 30
mv -f "$staged" "$live" 2>&1 || exit 30
[ -z "$certificates" ] || names "$previous" "$certificates" || show_certificates

# A reload that shows nothing is sent once more: it may have been lost, or be slow.
signalled=- verified=-
if reload || reload; then
  { read -r verified _ < /proc/uptime; } 2>/dev/null
  echo "$version" > "$loaded"
  # Nginx removes its pid file when the new configuration names the same one by another path.
  [ -s "$pid_file" ] || echo "$master" > "$pid_file"
  [ -z "$folders" ] || forget_certificates
  echo "$signalled $verified $found"
  exit 0
fi

rm -f "$loaded"
[ ! -e "$previous" ] || mv -f "$previous" "$live"
echo "nginx passed the test but started no new workers after two reloads; its own log says why"
exit 50
