# Takes a staged HAProxy configuration live, in the proxy's own container; stands behind rollout.sh. Uses
# haproxy, sed and tr, timeout where there is one, and perl or socat to ask the new worker who it is.

# The master is a process of HAProxy that has a worker: before that, and without -W, SIGUSR2 would end
# it. One of another container, in a shared pid namespace, is not ours.
find_master() {
  all=' ' master= workers=' '
  for process in /proc/[0-9]*; do
    read -r pid name state parent _ < "$process/stat" && [ "$name" = '(haproxy)' ] && [ "$state" != Z ] \
      && all="$all$pid/$parent "
  done
  for each in $all; do
    parent=${each#*/}
    case $all in *" $parent/"*) ;; *) continue ;; esac
    [ "/proc/$parent/ns/mnt" -ef "/proc/$$/ns/mnt" ] || [ ! -e "/proc/$parent/ns/mnt" ] || continue
    master=$parent
    workers="$workers${each%/*} "
  done
  [ -n "$master" ]
} 2>/dev/null

no_master() {
  echo "no HAProxy master process with a worker within 5 s; start HAProxy with -W"
  exit 40
}

# The files that the master reads beside ours, as options; our own is the staged one.
read_files() {
  files= own=
  [ -n "$master" ] || { files="-f $staged"; return; }
  set -f
  set -- $(tr '\0' ' ' < "/proc/$master/cmdline")
  while [ $# -gt 1 ]; do
    if [ "$1" = -f ] && [ "$2" -ef "$live" ]; then
      files="$files -f $staged" own=1
    elif [ "$1" = -f ] && [ -f "$2" ]; then
      files="$files -f $2"
    fi
    shift
  done
  set +f
  [ -n "$own" ] || files="-f $staged"
} 2>/dev/null

try() {
  message=$("$@" "$haproxy" -c $files 2>&1)
}

# What the configuration looks hosts and certificates up in stands behind it, each line with the name of
# its file. The folder's name is made from all of that: a folder that is there is right.
bring_lists() {
  lists=$(sed -n 's/^#|folder //p' "$staged")
  [ -n "$lists" ] && [ ! -d "$lists" ] || return 0
  rm -rf "$lists.new" && mkdir -p "$lists.new" || exit 30
  for list in hosts.map wildcards.map routes.map certificates.list; do
    sed -n "s/^#|$list //p" "$staged" > "$lists.new/$list" || exit 30
  done
  mv "$lists.new" "$lists" || exit 30
}

# Before 3.0, HAProxy looks for a key in the file of its certificate, or beside it under a name of its own.
# A folder of certificates is ours to have that in.
link_keys() {
  [ -n "$certificates" ] || return 0
  sed -n 's/^#|key //p' "$staged" | while read -r file key; do
    case $file in
      "$certificates/"*) [ -e "$file.key" ] || ln -s "$key" "$file.key" || exit 31 ;;
    esac
  done
}

# Several proxies may share the directory.
tidy() {
  for folder in "${directory}sallyport-lists-"*; do
    used=
    for file in "$live" "$live".*.previous; do
      ! names "$file" "$folder" || used=1
    done
    [ -n "$used" ] || rm -rf "$folder"
  done
} 2>/dev/null

# The process that answers at the socket.
ask() {
  if command -v perl > /dev/null; then
    said=$(perl -MSocket -e '
      alarm 3;
      socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, pack_sockaddr_un($ARGV[0])) or exit 1;
      syswrite(S, "show info\n");
      print while <S>;' "$socket")
  else
    said=$(echo 'show info' | socat -t 3 - "UNIX-CONNECT:$socket")
  fi
  said=${said#*Pid: }
  said=${said%%[!0-9]*}
} 2>/dev/null

# A worker that is there may not have read its file yet (HAProxy 3.1 and later). It has once it answers at
# the socket, which it takes over; where nobody can ask it, once it has lived for a moment.
renewed() {
  find_master || return 1
  new=' '
  for pid in $workers; do
    case $before in *" $pid "*) ;; *) new="$new$pid " ;; esac
  done
  [ "$new" != ' ' ] || return 1
  if [ -n "$asks" ]; then
    ask
    case $new in *" $said "*) [ -n "$said" ]; return ;; esac
    return 1
  fi
  sleep 0.5
  find_master
  for pid in $new; do
    case $workers in *" $pid "*) return 0 ;; esac
  done
  return 1
}

# HAProxy's new worker tells the old ones by itself.
reload() {
  find_master || return 1
  before=$workers
  [ "$signalled" != - ] || read -r signalled _ < /proc/uptime
  kill -USR2 "$master" && within "$patience" renewed
}

haproxy=haproxy master=
find_master || :
command -v haproxy > /dev/null || haproxy=/proc/$master/exe
read_files

bring_certificates
link_keys || exit 31
bring_lists
end_if_unchanged
end_unless_accepted
within 5 find_master || no_master

socket=$(sed -n '/^ *stats socket \//{s/^ *stats socket \([^ ]*\).*/\1/p;q;}' "$staged")
asks=
[ -z "$socket" ] || ! { command -v perl || command -v socat; } > /dev/null || asks=1

swap

signalled=- verified=-
if reload || reload; then
  read -r verified _ < /proc/uptime
  echo "$version" > "$loaded"
  keep_notes
  [ -z "$folders" ] || forget_certificates
  sweep
  echo "$signalled $verified $newer $found"
  exit 0
fi

rm -f "$loaded"
[ ! -e "$previous" ] || mv -f "$previous" "$live"
echo "HAProxy passed the test but started no new worker after two reloads; its own log says why"
exit 50
