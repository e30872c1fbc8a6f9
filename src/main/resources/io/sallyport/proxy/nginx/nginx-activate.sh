# Takes a staged Nginx configuration live, in the proxy's own container; stands behind rollout.sh. Uses
# nginx, and timeout where there is one.
pid_file=${10}
# It may be empty: then it is where the configuration says.

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

no_master() {
  echo "no nginx master process within 5 s"
  exit 40
}

[ -n "$pid_file" ] || read_pid_file
nginx=nginx title= global=
if find_master; then
  read_global
  command -v nginx > /dev/null || nginx=/proc/$master/exe
fi

bring_certificates
end_if_unchanged
end_unless_accepted
within 5 find_master || no_master

swap

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
