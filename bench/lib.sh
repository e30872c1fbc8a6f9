# What the commands in this folder share; they source it after bin/lib.sh.
# shellcheck shell=bash

# Compiles this checkout, and sets classpath.
compile() {
  find_jdk
  find_maven
  [[ -n ${CLASSPATH_FILE:-} ]] || {
    CLASSPATH_FILE=target/bench-classpath
    note "compiling …"
    quietly mvn --batch-mode --quiet test-compile dependency:build-classpath "-Dmdep.outputFile=$CLASSPATH_FILE"
  }
  # shellcheck disable=SC2034 # For those who source this.
  classpath=target/test-classes:target/classes:$(<"$CLASSPATH_FILE")
}

# A server that is up a few milliseconds after its start: BusyBox alone.
server_image() {
  local root
  docker image inspect sallyport-bench-server >/dev/null 2>&1 && return
  if ! busybox httpd --help >/dev/null 2>&1; then
    can_install || fail "needs a static busybox with httpd (Debian: apt-get install busybox-static)"
    install_packages busybox-static
  fi
  root=$(mktemp -d)
  mkdir -p "$root/bin" "$root/www" "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  tar -C "$root" -c . | docker import - sallyport-bench-server >/dev/null
  rm -rf "$root"
}

subject_image() {
  note "building image sallyport:bench …"
  quietly docker build --quiet --tag sallyport:bench .
}
