# shellcheck shell=bash
# The images that the cluster itself needs, put together from programs that are linked statically.

# make_images BUILD: the pause image, CoreDNS, and the tools image for tests (a shell with the usual commands).
make_images() {
  local root
  root=$(mktemp -d)
  install -m 755 "$1/bin/agent" "$root/agent"
  make_image localhost/pause:1 "$root" '["/agent", "pause"]' "$1/images/pause.tar"

  rm -r "$root" && mkdir "$root"
  install -m 755 "$1/bin/coredns" "$root/coredns"
  make_image localhost/coredns:1 "$root" '["/coredns"]' "$1/images/coredns.tar"

  rm -r "$root" && mkdir "$root"
  local busybox
  busybox=$(command -v busybox)
  ! ldd "$busybox" >/dev/null 2>&1 ||
    die "$busybox is linked dynamically and would not run in an image of its own; install Debian's busybox-static"
  mkdir -m 1777 "$root/tmp"
  mkdir "$root/bin" "$root/etc"
  install -m 755 "$busybox" "$root/bin/busybox"
  local applet
  for applet in $("$busybox" --list); do
    [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"
  done
  echo 'nonroot:x:65532:65532::/tmp:/bin/sh' >"$root/etc/passwd"
  make_image localhost/tools:1 "$root" '["/bin/sh"]' "$1/images/tools.tar"
  rm -r "$root"
}

# make_image NAME ROOT ENTRYPOINT TAR: a docker-archive of one layer.
make_image() {
  local parts architecture
  parts=$(mktemp -d)
  case $(uname -m) in
    x86_64) architecture=amd64 ;;
    aarch64) architecture=arm64 ;;
    *) architecture=$(uname -m) ;;
  esac
  tar --owner=0 --group=0 --numeric-owner --sort=name --mtime=@0 -C "$2" -cf "$parts/layer.tar" .
  cat >"$parts/config.json" <<JSON
{"architecture": "$architecture", "os": "linux",
 "config": {"Entrypoint": $3, "User": "65532:65532", "Env": ["PATH=/bin"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum "$parts/layer.tar" | cut -d' ' -f1)"]}}
JSON
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$1\"], \"Layers\": [\"layer.tar\"]}]" >"$parts/manifest.json"
  tar -C "$parts" -cf "$4" manifest.json config.json layer.tar
  rm -r "$parts"
}
