# shellcheck shell=bash
# Helm alone, for who has a chart to test and needs no cluster for it: two minutes and Go instead of ten and root.

# The path of a Helm of the version that the cluster has: that of the cluster's build, where it is there.
# What is compiled is the same as in build.sh. It does not call this, since every change of it builds the cluster anew.
helm_program() {
  if [[ -x $bin/helm ]]; then
    echo "$bin/helm"
    return
  fi
  local key program
  key=$(cd "$here" && sha256sum lib/helm.sh tools/go.mod tools/go.sum | sha256sum | cut -c1-16)
  program=$builds/helm-$key/helm
  if [[ ! -x $program ]]; then
    lock
    require_go
    local kubernetes helm minor
    kubernetes=$(pinned k8s.io/kubernetes node/go.mod)
    minor=${kubernetes#v1.}
    minor=${minor%%.*}
    helm=$(pinned helm.sh/helm/v3 tools/go.mod)
    local chart=helm.sh/helm/v3/pkg/chartutil
    mkdir -p "${program%/*}"
    build=$builds/helm-$key compile Helm tools "$program.partial" helm.sh/helm/v3/cmd/helm \
      "-X helm.sh/helm/v3/internal/version.version=$helm -X $chart.k8sVersionMajor=1 -X $chart.k8sVersionMinor=$minor"
    mv "$program.partial" "$program"
    # Those of other versions that nobody has used for a month.
    find "$builds" -maxdepth 1 -name 'helm-*' -type d -mtime +30 -exec rm -rf {} +
  fi
  touch "${program%/*}"
  echo "$program"
}
