# shellcheck shell=bash
# What the machine must have: root, programs from its distribution, Go for the build.

# program:package (Debian's name)
programs=(etcd:etcd-server containerd:containerd ctr:containerd runc:runc iptables:iptables ipset:ipset ip:iproute2
  openssl:openssl busybox:busybox-static unshare:util-linux nsenter:util-linux flock:util-linux)

require_linux_root() {
  [[ $(uname -s) == Linux ]] || die "needs Linux, and this is $(uname -s); set KUBECONFIG to a cluster elsewhere, or install Docker"
  ((EUID == 0)) || die "needs root, and this is $(id -un): it makes namespaces, mounts and a network; try \`sudo $0 $command\`"
}

missing_packages() {
  local pair
  for pair in "${programs[@]}"; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
  done | sort -u
  cni_plugins >/dev/null || echo containernetworking-plugins
}

cni_plugins() {
  local directory
  for directory in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do
    if [[ -x $directory/bridge && -x $directory/host-local && -x $directory/portmap ]]; then
      echo "$directory"
      return
    fi
  done
  return 1
}

install_packages() {
  PATH=$PATH:/usr/sbin:/sbin
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  command -v apt-get >/dev/null ||
    die "needs what Debian calls ${missing[*]}, and only knows how to install packages with apt-get; install them and try again"
  say "installing ${missing[*]}"
  # A package that brings a service starts it, unless this policy forbids it. The cluster starts its own.
  local policy=/usr/sbin/policy-rc.d output
  output=$(
    if [[ ! -e $policy ]]; then
      printf '#!/bin/sh\nexit 101\n' >"$policy"
      chmod +x "$policy"
      trap 'rm -f "$policy"' EXIT
    fi
    exec 2>&1
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  ) || die "installing ${missing[*]} failed:"$'\n'"$output"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || die "still missing after their installation: ${missing[*]}"
}

require_go() {
  local minimum found
  minimum=$(sed -n 's/^go //p' "$here"/*/go.mod | sort -V | tail -n 1)
  command -v go >/dev/null ||
    die "needs Go $minimum or newer to build Kubernetes, and there is no \`go\` on the PATH; install it from https://go.dev/dl"
  found=$(cd / && go env GOVERSION)
  found=${found#go}
  [[ $(printf '%s\n' "$minimum" "$found" | sort -V | head -n 1) == "$minimum" || $(go env GOTOOLCHAIN) != local ]] ||
    die "needs Go $minimum or newer to build Kubernetes, and this is $found (GOTOOLCHAIN=local keeps it from fetching a newer one)"
}
