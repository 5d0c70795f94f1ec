# shellcheck shell=bash
# The programs and images that the distribution does not have, built once and kept by a hash of what they are made from.

components=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl volume-provisioner)

build_key() {
  (cd "$here" && sha256sum lib/build.sh lib/images.sh ./*/*.go ./*/go.mod ./*/go.sum) | sha256sum | cut -c1-16
}

build=$builds/cluster-$(build_key)
bin=$build/bin

pinned() { # MODULE GO_MOD
  sed -n "s|^[[:space:]]*$1 \(v[^ ]*\).*|\1|p" "$here/$2" | head -n 1
}

build() {
  if [[ -e $build/complete ]]; then
    touch "$build"
    return
  fi
  require_go
  local free
  free=$(df --output=avail -k "$builds" | tail -n 1)
  ((free > 6 * 1024 * 1024)) || die "building needs 6 GB of disk, and $builds has $((free / 1024)) MB"
  local kubernetes helm
  kubernetes=$(pinned k8s.io/kubernetes node/go.mod)
  helm=$(pinned helm.sh/helm/v3 tools/go.mod)
  say "building, once for this version of the recipe: Kubernetes $kubernetes, CoreDNS, Helm $helm (about 10 minutes on two cores)"

  local partial=$build.partial
  rm -rf "$partial"
  mkdir -p "$partial/bin" "$partial/images"
  local minor=${kubernetes#v1.}
  minor=${minor%%.*}
  local version=k8s.io/component-base/version chart=helm.sh/helm/v3/pkg/chartutil
  compile Kubernetes node "$partial/bin/node" . \
    "-X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=$minor -X $version.gitTreeState=clean"
  compile CoreDNS tools "$partial/bin/coredns" github.com/coredns/coredns
  compile Helm tools "$partial/bin/helm" helm.sh/helm/v3/cmd/helm \
    "-X helm.sh/helm/v3/internal/version.version=$helm -X $chart.k8sVersionMajor=1 -X $chart.k8sVersionMinor=$minor"
  compile "the network policies" policy "$partial/bin/kube-router" github.com/cloudnativelabs/kube-router/v2/cmd/kube-router
  compile "the agent" agent "$partial/bin/agent" .

  local component
  for component in "${components[@]}"; do
    ln -s node "$partial/bin/$component"
  done
  make_images "$partial"
  touch "$partial/complete"
  rm -rf "$build"
  mv "$partial" "$build"
  # Builds of other versions that nobody has started for a month.
  find "$builds" -maxdepth 1 -name 'cluster-*' -type d -mtime +30 -exec rm -rf {} +
  say "built into $build"
}

compile() { # WHAT MODULE OUTPUT PACKAGE [LINKER_FLAGS]
  say "compiling $1"
  local log=$build.log
  (cd "$here/$2" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w ${5:-}" -o "$3" "$4") >"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    die "compiling $1 failed; all of its output is in $log"
  }
  rm -f "$log"
}
