# Takes a staged Nginx configuration live, in the proxy's own container. POSIX sh; uses mkdir, mv, ln,
# cp, cat, rm, readlink, touch and sleep beside nginx, and timeout and find where there are any. Exit
# codes: ActivationCode.java. What it prints is for the operator.
#
# Between a container's start and its first client stand the processes that this starts: what the
# shell can do itself it does, and functions answer in a variable of their name.
live=$1 staged=$2 previous=$3 loaded=$4 lock=$5 version=$6 pid_file=$7
# The pid file may be empty: then it is where the configuration says.
# What paths of folders of certificates begin with, and which of them this configuration names. Both
# may be empty.
folders=$8 certificates=${9:+$8$9}
# `test` ends after the test.
purpose=${10}

# Nginx takes its title after it has installed its signal handlers: a master that is found does not
# lose a HUP. One of another container, in a shared pid namespace, is not ours; where we may not see,
# there is no other.
is_master() {
  title=
  read -r title < "/proc/$1/cmdline"
  case $title in "nginx: master process"*) ;; *) return 1 ;; esac
  [ "/proc/$1/ns/mnt" -ef "/proc/$$/ns/mnt" ] || [ ! -e "/proc/$1/ns/mnt" ]
} 2>/dev/null

find_master() {
  [ -f "$pid_file" ] && read -r master < "$pid_file" && is_master "$master" && return 0
  for process in /proc/[0-9]*; do
    master=${process#/proc/}
    is_master "$master" && return 0
  done
  return 1
} 2>/dev/null

# A worker takes its title once it takes connections.
workers() {
  workers=' '
  for process in /proc/[0-9]*; do
    read -r pid _ _ parent _ < "$process/stat" && [ "$parent" = "$master" ] || continue
    title=
    read -r title < "$process/cmdline"
    case $title in "nginx: worker process"*) workers="$workers$pid " ;; esac
  done
} 2>/dev/null

# True once the master has a worker that is not in $before.
renewed() {
  workers
  for pid in $workers; do
    case $before in *" $pid "*) ;; *) return 0 ;; esac
  done
  return 1
}

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

reload() {
  workers
  before=$workers
  [ "$signalled" != - ] || read -r signalled _ < /proc/uptime
  kill -HUP "$master" && within "$patience" renewed
}

# Once new workers take connections, the old ones need not: Nginx tells them so, but 100 ms later
# (ngx_master_process_cycle), in which they answer half of the clients as before.
retire() {
  for pid in $before; do
    kill -QUIT "$pid"
  done
} 2>/dev/null

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

# What `pid` names, which stands before the servers.
read_pid_file() {
  lines=0
  while [ "$lines" -lt 300 ] && read -r word value _; do
    lines=$((lines + 1))
    case $word in
      pid) value=${value%;}; value=${value#[\"\']}; pid_file=${value%[\"\']}; return ;;
      http | http\{) return ;;
    esac
  done < "$staged"
} 2>/dev/null

# The directives that the master has from its command line stand beside those of the file at the
# reload, and so in the test.
read_global() {
  global=
  case $title in *" -g "*\;*) ;; *) return ;; esac
  global=${title#* -g }
  for option in c p e t q; do
    global=${global%% -$option *}
  done
  # A word that is no directive may be anything.
  case $global in *\; | *\;\ ) ;; *) global= ;; esac
}

try() {
  if [ -n "$global" ]; then
    message=$("$@" "$nginx" -t -g "$global" -c "$staged" 2>&1)
  else
    message=$("$@" "$nginx" -t -c "$staged" 2>&1)
  fi
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
trap 'rm -rf "$staged" "$staged.certificates" "$staged.notes" "$lock"' EXIT
trap 'exit 60' HUP INT TERM
[ -f "$staged" ] || {
  mounted "${directory%/}"
  case $mounted in
    tmpfs) echo "what the engine copies to $directory does not arrive, since a tmpfs is mounted there; mount a volume" ;;
    *) echo "the staged file is gone" ;;
  esac
  exit 60
}
[ -n "$pid_file" ] || read_pid_file
nginx=nginx title= global=
if find_master; then
  read_global
  command -v nginx > /dev/null || nginx=/proc/$master/exe
fi

if [ -n "$certificates" ] && [ ! -d "$certificates" ]; then
  # Keys are for a proxy that runs.
  [ -d "$staged.certificates" ] || {
    within 5 find_master || { echo "no nginx master process within 5 s"; exit 40; }
    exit 11
  }
  keep_certificates 2>&1 || exit 31
fi

found=
[ ! -f "$loaded" ] || read -r found < "$loaded"
if [ "$found" = "$version" ] && [ -f "$live" ] && [ "$(cat "$staged")" = "$(cat "$live")" ]; then
  keep_notes
  exit 10
fi

uptime
begun=$uptime
test_staged
case $? in
  0) ;;
  137) echo "nginx -t has not ended within 40 s"; exit 20 ;;
  *) printf '%s\n' "$message"; exit 20 ;;
esac
[ "$purpose" != test ] || exit 12
# A large configuration, or a slow machine, takes as long again to load.
uptime
patience=$((10 + 2 * (uptime - begun)))
[ "$patience" -le 30 ] || patience=30

within 5 find_master || { echo "no nginx master process within 5 s"; exit 40; }

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

# A reload that shows nothing is sent once more: it may have been lost, or be slow.
signalled=- verified=-
if reload || reload; then
  read -r verified _ < /proc/uptime
  retire
  echo "$version" > "$loaded"
  keep_notes
  # Nginx removes its pid file when the new configuration names the same one by another path.
  [ -z "$pid_file" ] || [ -s "$pid_file" ] || echo "$master" > "$pid_file"
  [ -z "$folders" ] || forget_certificates
  sweep
  echo "$signalled $verified $newer $found"
  exit 0
fi

rm -f "$loaded"
[ ! -e "$previous" ] || mv -f "$previous" "$live"
echo "nginx passed the test but started no new workers after two reloads; its own log says why"
exit 50
