# What taking a staged configuration live has in common, whatever the kind of proxy; the kind's own
# script comes behind it, and has `find_master`, `no_master` and `try`, which tests the staged file. POSIX sh; uses mkdir, mv, ln, cp, cat, rm, readlink,
# touch and sleep, and find where there is one. Exit codes: ActivationCode.java. What it prints is for
# the operator.
#
# Between a container's start and its first client stand the processes that this starts: what the
# shell can do itself it does, and functions answer in a variable of their name.
live=$1 staged=$2 previous=$3 loaded=$4 lock=$5 version=$6
# What paths of folders of certificates begin with, and which of them this configuration names. Both
# may be empty.
folders=$7 certificates=${8:+$7$8}
# `test` ends after the test.
purpose=$9

# Seconds since the machine began, by a clock that nobody sets.
uptime() {
  read -r uptime _ < /proc/uptime
  uptime=${uptime%.*}
}

# True once "$@" is; gives up after $1 seconds. Asks often at first.
within() {
  uptime
  end=$((uptime + $1)) tries=0
  shift
  until "$@"; do
    uptime
    [ "$uptime" -le "$end" ] || return 1
    tries=$((tries + 1))
    if [ "$tries" -le 30 ]; then sleep 0.003; else sleep 0.03; fi
  done
}

# A process's name that no other has: its identifier and, since those come again, when it began.
name_of() {
  stat=
  read -r stat < "/proc/$1/stat"
  set -- "$1" $stat
  name=$1.${23}
} 2>/dev/null

# One rollout at a time, whoever began it: a link that names its owner. An owner that is gone, as
# after a kill or a restart, does not count; its lock is taken away under a lock of its own, lest two
# that wait do it and the second takes away the first one's new lock.
take() {
  ln -s "$me" "$1" && return 0
  set -- "$1" "$(readlink "$1")"
  [ -n "$2" ] || return 1
  name_of "${2%.*}"
  [ "$name" != "$2" ] && take "$1.$2" || return 1
  [ "$(readlink "$1")" != "$2" ] || rm -f "$1"
  rm -f "$1.$2"
  return 1
} 2>/dev/null

# While it waits, another rollout may sweep: the engine gave our files the time of Sallyport's
# machine, which may be another.
wait_to_take() {
  touch -c "$staged" "$staged.certificates"
  within 20 take "$lock"
}

# What rollouts left behind that were broken off.
sweep() {
  find "$directory" -maxdepth 1 \
    \( -name "${live##*/}.*.staged*" -o -name "${live##*/}.*.lock.*" \) \
    -mmin +10 -exec rm -rf {} +
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
  [ -f "$1" ] || return 1
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

# What Sallyport must know after a restart. Notes of another format are a later release's: they stay.
keep_notes() {
  [ -f "$staged.notes" ] || return 0
  format=
  read -r _ format < "$notes"
  case $format in '' | 1) mv -f "$staged.notes" "$notes" ;; esac
} 2>/dev/null

# The type of the file system that is mounted at $1 itself; empty for none.
mounted() {
  mounted=
  while read -r _ point type _; do
    [ "$point" != "$1" ] || mounted=$type
  done < /proc/self/mounts
} 2>/dev/null

# Keys are for a proxy that runs.
bring_certificates() {
  [ -n "$certificates" ] && [ ! -d "$certificates" ] || return 0
  [ -d "$staged.certificates" ] || {
    within 5 find_master || no_master
    exit 11
  }
  keep_certificates 2>&1 || exit 31
}

# Where the proxy runs it already.
end_if_unchanged() {
  found=
  [ ! -f "$loaded" ] || read -r found < "$loaded"
  if [ "$found" = "$version" ] && [ -f "$live" ] && [ "$(cat "$staged")" = "$(cat "$live")" ]; then
    keep_notes
    exit 10
  fi
}

swap() {
  # Written since we noted what it is: by hand, unless the clocks of the machines differ.
  newer=-
  [ -z "$found" ] || [ ! "$live" -nt "$loaded" ] || newer=newer
  if [ -e "$live" ] && [ ! "$live" -ef "$previous" ]; then
    ln -f "$live" "$previous" 2>/dev/null || { rm -f "$previous" && cp -p "$live" "$previous"; } || exit 30
  fi
  mv -f "$staged" "$live" 2>&1 || {
    mounted "$live"
    [ -z "$mounted" ] || echo "$live is mounted as a single file; mount a directory at ${directory%/}"
    exit 30
  }
  [ -z "$certificates" ] || names "$previous" "$certificates" || show_certificates
}

# What a kind of proxy has to take away at the end.
tidy() { :; }

# What a test may take is what a reload may take too: a large configuration, or a slow machine.
end_unless_accepted() {
  uptime
  begun=$uptime
  test_staged
  case $? in
    0) ;;
    137) echo "the test of the configuration has not ended within 40 s"; exit 20 ;;
    *) printf '%s\n' "$message"; exit 20 ;;
  esac
  [ "$purpose" != test ] || exit 12
  uptime
  patience=$((10 + 2 * (uptime - begun)))
  [ "$patience" -le 30 ] || patience=30
}

# Old versions of timeout take other arguments, and end as for a command that is not there.
test_staged() {
  code=127
  if command -v timeout > /dev/null; then
    try timeout -s KILL 40
    code=$?
  fi
  case $code in 125 | 126 | 127) try ;; *) return $code ;; esac
}

notes=${loaded%loaded}notes
directory=${live%/*}/
[ -w "$directory" ] || { echo "cannot write to $directory"; exit 30; }
[ ! -e "$live" ] || [ -f "$live" ] || { echo "$live is not a regular file"; exit 30; }
name_of $$
me=$name
take "$lock" || wait_to_take || {
  rm -rf "$staged" "$staged.certificates" "$staged.notes"
  echo "another rollout has not ended within 20 s"
  exit 60
}
trap 'tidy; rm -rf "$staged" "$staged.certificates" "$staged.notes" "$lock"' EXIT
trap 'exit 60' HUP INT TERM
[ -f "$staged" ] || {
  mounted "${directory%/}"
  case $mounted in
    tmpfs) echo "what the engine copies to $directory does not arrive, since a tmpfs is mounted there; mount a volume" ;;
    *) echo "the staged file is gone" ;;
  esac
  exit 60
}
