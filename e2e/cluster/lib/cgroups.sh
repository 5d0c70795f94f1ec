# shellcheck shell=bash
# A control group for the whole cluster, in each hierarchy, named after the place of its state. Inside, it is the root, so
# that what kubelet and containerd make lies below it; outside, it is below the group of whoever started the cluster, and
# is removed with it.
#
# $state/cgroups lists, a line each: the group to remove, and the group to put processes into.

make_cgroups() {
  local parent group name
  name=millrace-cluster-$(cksum <<<"$state" | cut -d' ' -f1)
  : >"$state/cgroups"
  if cgroups_are_unified; then
    # A group with controllers may hold no processes: they go into a leaf.
    group=$(unified_mount)/$name
    delegate_controllers "$(unified_mount)"
    mkdir -p "$group/init"
    echo "$group $group/init" >>"$state/cgroups"
    return
  fi
  while IFS= read -r parent; do
    group=$parent/$name
    mkdir -p "$group"
    if [[ -e $group/cpuset.cpus ]]; then
      cat "$parent/cpuset.cpus" >"$group/cpuset.cpus"
      cat "$parent/cpuset.mems" >"$group/cpuset.mems"
    fi
    echo "$group $group" >>"$state/cgroups"
  done < <(own_groups)
  [[ -s $state/cgroups ]] || die "found no control groups: neither version 1 nor version 2 is mounted below /sys/fs/cgroup"
}

cgroups_are_unified() {
  ! grep -q ' - cgroup ' /proc/self/mountinfo
}

unified_mount() {
  sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - cgroup2 .*/\1/p' /proc/self/mountinfo | head -n 1
}

# Prints the directory of this process's group in each hierarchy of version 1.
own_groups() {
  local controllers path root mount
  while IFS=: read -r _ controllers path; do
    [[ -n $controllers ]] || continue
    read -r root mount < <(hierarchy "${controllers%%,*}") || continue
    [[ $root == / ]] || path=${path#"$root"}
    echo "$mount${path%/}"
  done </proc/self/cgroup
}

hierarchy() { # CONTROLLER: its hierarchy's root and mount point
  awk -v wanted="$1" '{
    for (i = 7; $i != "-"; i++) {}
    if ($(i + 1) == "cgroup" && ("," $(i + 3) ",") ~ ("," wanted ",")) { print $4, $5; exit }
  }' /proc/self/mountinfo
}

delegate_controllers() { # GROUP
  local controller
  for controller in cpuset cpu io memory pids; do
    if grep -qw "$controller" "$1/cgroup.controllers" && ! grep -qw "$controller" "$1/cgroup.subtree_control"; then
      echo "+$controller" 2>/dev/null >"$1/cgroup.subtree_control" ||
        die "cannot hand the $controller controller to a group below $1: processes are in it (in a container, start it with --cgroupns=host)"
      echo "$1 $controller" >>"$state/delegated"
    fi
  done
}

# Puts the calling shell into the cluster's groups: its top groups where these are to become the root, else the leaves.
join_cgroups() { # top | leaf
  local top leaf
  while read -r top leaf; do
    if [[ $1 == top ]]; then leaf=$top; fi
    echo "$BASHPID" >"$leaf/cgroup.procs"
  done <"$state/cgroups"
}

# Moves what was started in the top groups to the leaves.
settle_cgroups() {
  local top leaf process
  while read -r top leaf; do
    [[ $top != "$leaf" ]] || continue
    while read -r process; do
      echo "$process" 2>/dev/null >"$leaf/cgroup.procs" || true
    done <"$top/cgroup.procs"
  done <"$state/cgroups"
}

processes_in() { # GROUP
  find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null | tr '\n' ' '
}

remove_cgroups() {
  local top controller deadline=$((SECONDS + 20))
  if [[ -e $state/cgroups ]]; then
    while read -r top _; do
      # A group is empty only some time after its last process was killed. Whatever is in it is the cluster's, also where its
      # start was interrupted before it said who it is.
      while [[ -d $top ]] && ! find "$top" -depth -type d -exec rmdir {} + 2>/dev/null; do
        ((SECONDS < deadline)) || die "the control group $top cannot be removed; processes in it: $(processes_in "$top")"
        # shellcheck disable=SC2046 # Numbers.
        kill -KILL $(processes_in "$top") 2>/dev/null || true
        sleep 0.1
      done
    done <"$state/cgroups"
  fi
  if [[ -e $state/delegated ]]; then
    while read -r top controller; do
      echo "-$controller" 2>/dev/null >"$top/cgroup.subtree_control" || true
    done <"$state/delegated"
  fi
}
