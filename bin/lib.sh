# What the commands in this folder share; they source it.
# shellcheck shell=bash

# Where a fatal message comes from; each command's own name.
command_name=${0##*/}

say() { printf '%s\n' "$*"; }

# Standard error is for the person who looks on: progress and complaints.
note() { printf '%s: %s\n' "$command_name" "$*" >&2; }

# --- What a wait is for --------------------------------------------------------------------------------------------

waiter= # the process that shows it

# On a terminal, until end_wait: one line of what goes on ($1) and for how long, with the last line of file $2, or the
# last that matches $3. Elsewhere nothing. Nothing else may be written meanwhile.
begin_wait() {
  end_wait
  if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then
    show_wait "$@" &
    waiter=$!
  fi
}

end_wait() {
  [[ -n $waiter ]] || return 0
  kill "$waiter" 2>/dev/null || true
  wait "$waiter" 2>/dev/null || true
  waiter=
  printf '\r\033[K' >&2
}

# Ends by itself when the command has been broken off.
show_wait() {
  local begun=$SECONDS last
  while sleep 0.3 && kill -0 "$$" 2>/dev/null; do
    last=$(wait_detail "${2-}" "${3-.}") || true
    printf '\r\033[K%.79s' "… $1, $((SECONDS - begun)) s${last:+: $last}" >&2
  done
}

# The last line of file $1 that matches $2, without what terminals obey.
wait_detail() {
  [[ -n $1 ]] || return 0
  tail -c 65536 "$1" | tr '\r\033' '\n ' | grep -E "$2" | tail -n 1 | tr -d '\000-\037'
}

fail() {
  end_wait
  note "$*"
  exit 1
}

usage_error() {
  note "$* (see --help)"
  exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs "$@" and shows its output only when it fails.
quietly() {
  local output
  begin_wait "$1 $2"
  output=$("$@" 2>&1) || fail "$output"
  end_wait
}

# The engine's version, when one answers within five seconds.
engine_version() { timeout 5 docker version --format '{{.Server.Version}}' 2>/dev/null; }

# Whether this system's packages can be installed from here: Debian or a relative of it, as root.
can_install() { have apt-get && [[ $(id -u) == 0 ]]; }

# Installs packages of the distribution, saying so; what apt prints is shown only when it fails.
install_packages() {
  local log
  log=$(mktemp)
  note "installing $* …"
  begin_wait installing "$log"
  if ! { apt-get -q update && DEBIAN_FRONTEND=noninteractive \
    apt-get -q install --yes --no-install-recommends "$@"; } >"$log" 2>&1; then
    end_wait
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "could not install $*"
  fi
  end_wait
  rm -f "$log"
}

# Sets compose_command to what runs docker compose here, a plugin of docker's or a program of its own.
# shellcheck disable=SC2034 # It is for those who source this.
find_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose_command=(docker compose)
  else
    if ! have docker-compose; then
      can_install || fail "needs docker compose: https://docs.docker.com/compose/install/"
      install_packages docker-compose
    fi
    compose_command=(docker-compose)
  fi
}

# The major version of the JDK in a folder: 25 for 25.0.3, 0 where there is none.
jdk_major() {
  local version=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  printf '%s' "${version:-0}"
}

# Prints the home of a JDK 25: JAVA_HOME's, else PATH's, else one where the usual installers put them; fails without.
own_jdk() {
  local home candidates=()
  [[ -n ${JAVA_HOME:-} ]] && candidates+=("$JAVA_HOME")
  have javac && candidates+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")")
  candidates+=(
    /usr/lib/jvm/*25*
    "${HOME:-/root}"/.sdkman/candidates/java/25*
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home
  )
  for home in "${candidates[@]}"; do
    if (($(jdk_major "$home") == 25)); then
      printf '%s' "$home"
      return
    fi
  done
  return 1
}

# Sets JAVA_HOME: this machine's JDK 25, else the builder image's.
find_jdk() {
  local home
  home=$(own_jdk) || {
    copy_build_tools "a JDK 25 (https://adoptium.net)"
    home=$build_tools/jdk
  }
  export JAVA_HOME=$home
}

# Puts Maven on PATH: this machine's if it is 3.8 or newer, which pom.xml asks for, else the builder image's. Needs JAVA_HOME.
find_maven() {
  local version=0.0
  if have mvn; then version=$(mvn --version 2>/dev/null | sed -nE 's/.*Apache Maven ([0-9]+\.[0-9]+).*/\1/p') || version=0.0; fi
  # One that does not run, or does not say its version, is none.
  if [[ ! $version =~ ^([0-9]+)\.([0-9]+)$ ]] || ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] < 3008)); then
    copy_build_tools "Maven 3.8 or newer (https://maven.apache.org)"
    PATH=$build_tools/maven/bin:$PATH
  fi
}

# --- The builder image's JDK and Maven -------------------------------------------------------------------------------

# The image that Dockerfile builds in, and where its tools are copied to.
readonly builder_image=maven:3.9-eclipse-temurin-25
readonly build_tools=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sallyport/build-tools/${builder_image//:/-}

# Runs in the image: writes its tools to standard output as tar, and the libraries that they need. Links are followed, since
# a distribution's JDK has files in /etc and elsewhere; some point nowhere.
# shellcheck disable=SC2016 # Variables of the image.
readonly print_build_tools='
  mkdir -p /copy/jdk /copy/libraries
  cd "$JAVA_HOME" && cp -rL bin conf legal lib release /copy/jdk
  cp -rL "$MAVEN_HOME" /copy/maven
  find -L /copy/jdk -name "*.so" -o -path "*/bin/java" | xargs ldd 2>/dev/null |
    grep -oE "/[^ :]+\.so[^ :]*" | grep -v "^/copy/" | sort -u | xargs cp -Lt /copy/libraries
  tar -cf - -C /copy .'

# Makes sure that $build_tools has the image's tools; $1 is what is missing on this machine.
copy_build_tools() {
  local here
  [[ ! -d $build_tools ]] || return 0
  [[ $(uname -s) == Linux ]] || fail "needs $1: install it"
  engine_version >/dev/null ||
    fail "needs $1, or a Docker Engine to take it from image $builder_image: none answers (bin/engine says why)"
  here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
  "$here/images" "$builder_image" >&2
  note "copying the JDK and Maven of image $builder_image to $build_tools, once …"
  begin_wait copying
  mkdir -p "${build_tools%/*}"
  (
    # Renamed when complete: another call may be copying at the same time, and this one may be broken off.
    copy=$(mktemp -d "$build_tools.XXXXXX")
    trap 'rm -rf "$copy"' EXIT
    if ! docker run --rm --network none --entrypoint sh "$builder_image" -c "$print_build_tools" 2>"$copy/log" |
      tar -xf - -C "$copy" --no-same-owner; then
      fail "could not copy them: $(tail -n 5 "$copy/log")"
    fi
    "$copy/jdk/bin/java" -version >/dev/null 2>&1 || use_own_libraries "$copy"
    "$copy/jdk/bin/java" -version >"$copy/log" 2>&1 ||
      fail "the JDK of image $builder_image does not run on this machine, which needs $1: $(cat "$copy/log")"
    "$copy/jdk/bin/javac" -version >"$copy/log" 2>&1 && [[ -x $copy/maven/bin/mvn ]] ||
      fail "the copy of image $builder_image's JDK and Maven is not whole; is the disk full? $(cat "$copy/log")"
    rm "$copy/log"
    chmod 755 "$copy"
    mv -T "$copy" "$build_tools" 2>/dev/null || [[ -d $build_tools ]] || fail "could not rename $copy to $build_tools"
  )
  end_wait
}

# For machines whose C library is older than the image's, or not glibc: has the JDK's programs in folder $1 run with the
# libraries that came with them. Java takes its home from where the program is that the system started: the loader.
use_own_libraries() {
  local jdk=$1/jdk program
  mkdir "$jdk/programs"
  mv "$jdk"/bin/* "$jdk/lib/jspawnhelper" "$jdk/programs"
  cp "$1"/libraries/ld-* "$jdk/bin/loader"
  cat >"$jdk/run" <<'END'
#!/bin/sh
jdk=${0%/*}/..
exec "$jdk/bin/loader" --library-path "$jdk/../libraries:$jdk/lib" "$jdk/programs/${0##*/}" "$@"
END
  chmod 755 "$jdk/run"
  for program in "$jdk"/programs/*; do cp "$jdk/run" "$jdk/bin/${program##*/}"; done
  mv "$jdk/bin/jspawnhelper" "$jdk/lib"
  rm "$jdk/run"
}

# --- Packages of Debian, unpacked ------------------------------------------------------------------------------------

prepare_to_unpack() {
  local needed=()
  have mmdebstrap || needed+=(mmdebstrap)
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || needed+=(debian-archive-keyring)
  ((${#needed[@]})) || return 0
  can_install || fail "needs ${needed[*]} to unpack packages of Debian (as root on Debian or Ubuntu, this command installs it)"
  install_packages "${needed[@]}"
}

# The mirror of Debian that this machine uses.
debian_mirror() {
  local mirror=${DEBIAN_MIRROR:-}
  [[ -n $mirror ]] ||
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
      sed -nE 's%^[^#]*(https?://[^ ]+/debian)/?( .*)?$%\1%p' | sed -n 1p) || true
  [[ -n $mirror ]] || fail "apt has no mirror of Debian here: set DEBIAN_MIRROR to the URL of one"
  printf '%s' "$mirror"
}

# Unpacks packages: release, mmdebstrap's variant, packages, the folder or the .tar to write, a log, more of its options.
unpack() {
  local mirror
  mirror=$(debian_mirror) || exit
  # In a session of its own: when it fails it sends HUP to its whole process group.
  # A mirror that lags behind is good enough here; its signatures are still checked.
  setsid --wait mmdebstrap --variant="$2" --include="$3" \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/lib/debug/*' \
    "${@:6}" "$1" "$4" \
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" >"$5" 2>&1 ||
    fail "could not unpack $3 from Debian $1: $(tail -n 20 "$5")"
}
