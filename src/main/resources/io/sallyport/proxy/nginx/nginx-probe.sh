# Says what Nginx this container has and how it was started, one fact a line; NginxFacts.java reads
# it. POSIX sh, nothing but builtins, nginx, and sleep where Nginx is only about to start. Changes
# nothing.
live=$1
set -f

is_master() {
  title=
  read -r title < "/proc/$1/cmdline"
  case $title in "nginx: master process"*) ;; *) return 1 ;; esac
  [ "/proc/$1/ns/mnt" -ef "/proc/$$/ns/mnt" ] || [ ! -e "/proc/$1/ns/mnt" ]
} 2>/dev/null

find_master() {
  set +f
  for process in /proc/[0-9]*; do
    master=${process#/proc/}
    is_master "$master" && set -f && return 0
  done
  set -f
  master=
  return 1
} 2>/dev/null

writable() {
  if [ -d "$1" ]; then [ -w "$1" ]; else [ -d "${1%/*}/" ] && [ -w "${1%/*}/" ]; fi
}

say_directory() {
  if writable "$2"; then echo "$1 yes $2"; else echo "$1 no $2"; fi
}

# What a file says before its servers: `pid`, and whether it includes ours.
say_pid() {
  [ -f "$1" ] && [ -r "$1" ] || return
  lines=0
  while [ "$lines" -lt 300 ] && read -r word value _; do
    lines=$((lines + 1))
    case $word in
      pid) echo "file-pid $value" ;;
      include)
        value=${value%;}
        case $value in /*) ;; *) value=${1%/*}/$value ;; esac
        case $live in $value) echo include ;; esac ;;
      http | http\{ | stream | stream\{ | mail | mail\{) return ;;
    esac
  done < "$1"
} 2>/dev/null

binary= built=
command -v nginx > /dev/null && binary=nginx
tries=0
until find_master; do
  # A container is said to run a moment before its program does.
  [ -n "$binary" ] && [ "$tries" -lt 100 ] || break
  tries=$((tries + 1))
  sleep 0.03 2>/dev/null || break
done
[ -n "$binary" ] || [ -z "$master" ] || binary=/proc/$master/exe
[ -n "$binary" ] || { echo no-nginx; echo end; exit 0; }

for word in $("$binary" -V 2>&1); do
  case $word in
    nginx/* | openresty/* | freenginx/*) echo "version $word" ;;
    --with-http_*_module | --without-http_*_module | --prefix=/* | --conf-path=/* | --pid-path=/*)
      echo "built $word"
      [ "${word%%=*}" != --conf-path ] || built=${word#*=} ;;
    --http-*-temp-path=/*)
      name=${word%%=*}
      say_directory "temp ${name#--http-}" "${word#*=}" ;;
  esac
done
say_directory other /tmp
say_directory other /dev/shm

status=/proc/${master:-self}/status
while read -r word real effective _; do
  [ "$word" != Uid: ] || echo "uid $effective"
done < "$status"
[ ! -e /proc/net/if_inet6 ] || echo ipv6
file=${built:-$live}
if [ -n "$master" ]; then
  is_master "$master"
  printf 'master %s\n' "${title#nginx: master process}"
  rest=${title#* -c}
  [ "$rest" = "$title" ] || { rest=${rest# }; file=${rest%% *}; }
  [ "$file" -ef "$live" ] && [ -e "$live" ] && echo same-file
fi
say_pid "$file"
say_directory directory "${live%/*}/."
[ ! -d "$live" ] || echo live-is-directory
while read -r _ point type options _; do
  echo "mount ${options%%,*} $point"
  [ "$point" != /dev/shm ] || echo "memory $type $options"
done < /proc/self/mounts
echo end
