# shellcheck shell=bash
# Where things are, and how they are said.

state=${MILLRACE_CLUSTER_STATE:-/var/lib/millrace-cluster}
builds=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/millrace
kubeconfig=$state/kubeconfig
export KUBECONFIG=$kubeconfig

[[ $state == /*[!/] ]] || {
  echo "cluster: MILLRACE_CLUSTER_STATE is \"$state\"; expected an absolute path that does not end in /" >&2
  exit 1
}

say() {
  printf 'cluster: [%3d s] %s\n' "$SECONDS" "$*" >&2
}

die() {
  printf 'cluster: %s\n' "$*" >&2
  exit 1
}

# Two at once would undo each other's work. The lock lies beside the builds, which stay anyway.
lock() {
  mkdir -p "$builds"
  exec 9>"$builds/cluster.lock"
  if ! flock --nonblock 9; then
    say "waiting for another \`cluster\` to finish"
    flock --timeout 1800 9 || die "another \`cluster\` is still at work after half an hour (lock: $builds/cluster.lock)"
  fi
}
