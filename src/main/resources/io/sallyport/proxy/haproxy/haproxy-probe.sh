# Says what HAProxy this container has and how it was started, one fact a line; HaproxyFacts.java reads
# it. POSIX sh, nothing but builtins, haproxy and tr, and sleep where HAProxy is only about to start.
# Changes nothing.
live=$1
set -f

find_master() {
  set +f
  all=' ' alone= master=
  for process in /proc/[0-9]*; do
    read -r pid name state parent _ < "$process/stat" && [ "$name" = '(haproxy)' ] && [ "$state" != Z ] \
      || continue
    [ "$process/ns/mnt" -ef "/proc/$$/ns/mnt" ] || [ ! -e "$process/ns/mnt" ] || continue
    all="$all$pid/$parent " alone=$pid
  done
  set -f
  for each in $all; do
    case $all in *" ${each#*/}/"*) master=${each#*/} ;; esac
  done
  [ -n "$master" ]
} 2>/dev/null

binary=
command -v haproxy > /dev/null && binary=haproxy
tries=0
until find_master; do
  # A container is said to run a moment before its program does, and that before its worker does.
  [ -n "$binary" ] && [ "$tries" -lt 100 ] || break
  [ -z "$alone" ] || tries=$((tries + 4))
  tries=$((tries + 1))
  sleep 0.03 2>/dev/null || break
done
[ -n "$binary" ] || [ -z "$master" ] || binary=/proc/$master/exe
[ -n "$binary" ] || { echo no-haproxy; echo end; exit 0; }

version=$("$binary" -v 2>&1)
version=${version#*version }
echo "version ${version%% *}"
while read -r word real effective _; do
  [ "$word" != Uid: ] || echo "uid $effective"
done < "/proc/${master:-self}/status"
while IFS=: read -r name _; do
  [ "$name" != haproxy ] || echo account
done < /etc/passwd
[ ! -e /proc/net/if_inet6 ] || echo ipv6
for place in /var/lib/haproxy /run/haproxy /run /tmp; do
  [ ! -d "$place" ] || [ ! -w "$place" ] || { echo "place $place"; break; }
done
if [ -n "$master" ]; then
  echo master
  set -- $(tr '\0' ' ' < "/proc/$master/cmdline")
  while [ $# -gt 1 ]; do
    if [ "$1" = -f ]; then
      echo "file $2"
      if [ "$2" -ef "$live" ] || [ "$2" -ef "${live%/*}/" ]; then echo same-file; fi
    fi
    shift
  done
elif [ -n "$alone" ]; then
  echo no-master
fi
[ -d "${live%/*}/" ] || echo no-directory
[ ! -d "${live%/*}/" ] || [ -w "${live%/*}/" ] || echo not-writable
[ ! -d "$live" ] || echo live-is-directory
while read -r _ point type options _; do
  [ "$point" != "$live" ] || echo live-is-mounted
done < /proc/self/mounts
echo end
