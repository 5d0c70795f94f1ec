# shellcheck shell=bash
# The node: one process that is the first in namespaces of its own. When it ends, the kernel ends all other processes in
# there, and with the last of them go its mounts, its network, its packet filter and its sysctls.

# A process is known by its number and its start, since numbers come back.
identity() { # PID
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  # Dead already, and only not yet asked for by its parent.
  [[ ${fields[0]} != Z ]] || return 1
  echo "$1 ${fields[19]} $(</proc/sys/kernel/random/boot_id)"
}

lives() { # FILE that holds an identity
  local pid
  [[ -s $1 ]] && read -r pid _ <"$1" && [[ $(identity "$pid") == "$(<"$1")" ]]
}

running() {
  lives "$state/init"
}

require_running() {
  ((EUID == 0)) || die "needs root, and this is $(id -un)"
  running || die "no cluster runs here; \`cluster up\` starts one"
}

launch() {
  say "starting"
  mkdir -p "$state"
  chmod 700 "$state"
  mkdir "$state"/{log,pid,etcd,volumes,client,var}
  mkdir -p "$state"/var/{lib,log,run,tmp}
  touch "$state/progress"
  make_cgroups
  (
    exec 9>&-
    join_cgroups top
    exec env -i PATH="/run/build/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 HOME=/run/home TMPDIR=/run/tmp \
      CNI_PLUGINS="$(cni_plugins)" \
      setsid "$bin/agent" listen "127.0.0.1:${MILLRACE_CLUSTER_PORT:-0}" \
      unshare --fork --kill-child --pid --mount --propagation private --net --uts --ipc --cgroup \
      "$here/inside/boot" "$state" "$build" "$here/inside"
  ) >"$state/log/boot.log" 2>&1 </dev/null &
  launcher=$!
  identity "$launcher" >"$state/launcher" || true
  # Its end is looked at, not waited for; without this the shell would report it.
  disown "$launcher"
}

await_ready() {
  local deadline=$((SECONDS + ${MILLRACE_CLUSTER_TIMEOUT:-180})) told=0 line
  while [[ ! -e $state/ready ]]; do
    settle_cgroups
    while IFS= read -r line; do
      say "$line"
      told=$((told + 1))
    done < <(tail -n +$((told + 1)) "$state/progress")
    lives "$state/launcher" || explain_failure "it ended while it started"
    ((SECONDS < deadline)) || explain_failure "it was not ready in time (MILLRACE_CLUSTER_TIMEOUT)"
    sleep 0.1
  done
}

explain_failure() { # WHAT
  local logs=$builds/cluster-failed log
  rm -rf "$logs"
  cp -r "$state/log" "$logs"
  {
    echo "cluster: $1. Its last step: $(tail -n 1 "$state/progress")"
    for log in "$logs"/*.log; do
      [[ -s $log ]] || continue
      echo "--- the end of $log"
      tail -n 5 "$log" | cut -c1-400
    done
  } >&2
  exit 1
}

# Runs a command in the node's namespaces and control groups.
on_node() {
  local pid
  read -r pid _ <"$state/init"
  (
    join_cgroups leaf
    exec nsenter --target "$pid" --mount --net --uts --ipc --pid --cgroup \
      env -i PATH="/run/build/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 HOME=/run/home TMPDIR=/run/tmp \
      KUBECONFIG=/run/cluster/kubeconfig "$@"
  )
}

component_states() {
  on_node /run/recipe/component list
}

stop_component() { # NAME
  on_node /run/recipe/component stop "$1"
}

start_component() { # NAME
  on_node /run/recipe/component start "$1"
}

# Ends what runs, or ran and crashed, and removes all of it.
remove_remains() {
  [[ -e $state ]] || return 0
  local file pid deadline=$((SECONDS + 30))
  for file in "$state/init" "$state/launcher"; do
    while lives "$file"; do
      read -r pid _ <"$file"
      kill -KILL "$pid" 2>/dev/null || true
      ((SECONDS < deadline)) || die "process $pid of the cluster does not end"
      sleep 0.1
    done
  done
  remove_cgroups
  rm -rf --one-file-system "$state"
}
