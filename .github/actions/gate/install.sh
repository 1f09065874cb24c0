#!/usr/bin/env bash
# Finds the executables of a protocol, and says where they are: built from the source beside this
# action, on PATH, or in a release whose archive has the checksum that the release lists. It puts
# nothing on PATH and runs nothing that it could not verify.
set -euo pipefail

stop() {
  echo "::error title=ray-gates::$1"
  exit 2
}

found() {
  echo "executables=$1" >>"$GITHUB_OUTPUT"
  exit 0
}

# The version of the workspace that this action is part of.
own_version() {
  sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$source_folder/Cargo.toml"
}

build() {
  command -v cargo >/dev/null || stop "The input build is true, and cargo is missing; install Rust in an earlier step"
  local target=$RUNNER_TEMP/ray-gates-target
  # From its own folder: cargo also obeys the settings of the folder that it is started in.
  (cd "$source_folder" && cargo build --release --locked --package xtask --bins --target-dir "$target")
  found "$target/release"
}

target() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) echo x86_64-unknown-linux-musl ;;
  Linux-ARM64) echo aarch64-unknown-linux-musl ;;
  macOS-X64) echo x86_64-apple-darwin ;;
  macOS-ARM64) echo aarch64-apple-darwin ;;
  Windows-X64) echo x86_64-pc-windows-msvc ;;
  *) return 1 ;;
  esac
}

fetch() {
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 --max-time 300 \
    --output "$2" "$1" || stop "Could not download $1; check that this release exists, or set build to true"
}

# The checksum of the file $1, with what there is on Linux, Windows or macOS.
checksum() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1"
  else
    shasum -a 256 "$1"
  fi | cut -d ' ' -f 1
}

# Holds the archive $1 in this folder against the list of checksums beside it.
verify() {
  local listed
  listed=$(awk -v name="$1" '$2 == name || $2 == "*" name { print $1 }' SHA256SUMS)
  [[ $listed =~ ^[0-9a-f]{64}$ ]] || stop "SHA256SUMS does not list $1 exactly once"
  [[ $(checksum "$1") == "$listed" ]] || stop "The checksum of $1 is not the one in SHA256SUMS; do not use this archive"
}

download() {
  local version=$1 triple name folder address
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || stop "The input version must be a version such as 0.1.0"
  [[ $RAY_SOURCE =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || stop "The input source must be a repository, as owner/name"
  triple=$(target) || stop "There is no release for this kind of runner; set build to true"
  name=ray-gates-$version-$triple
  folder=$(mktemp -d "$RUNNER_TEMP/ray-gates-install-XXXXXX")
  address=${GITHUB_SERVER_URL:-https://github.com}/$RAY_SOURCE/releases/download/v$version
  cd "$folder"
  fetch "$address/SHA256SUMS" SHA256SUMS
  fetch "$address/$name.tar.xz" "$name.tar.xz"
  verify "$name.tar.xz"
  tar -xJf "$name.tar.xz" || stop "Could not unpack $name.tar.xz; unpacking needs xz"
  found "$folder/$name"
}

case "$RAY_PROTOCOL" in
10 | 11 | 12 | 18) runner=run_protocol_${RAY_PROTOCOL}_gates ;;
*) stop "The input protocol must be 10, 11, 12 or 18" ;;
esac
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
wanted=${RAY_VERSION#v}

case "$RAY_BUILD" in
true) build ;;
false) ;;
*) stop "The input build must be true or false" ;;
esac
if path=$(command -v "$runner") && installed=$("$path" --version) &&
  [[ -z $wanted || "${installed%$'\r'}" == "$runner $wanted" ]]; then
  echo "Judging with ${installed%$'\r'} from PATH"
  found "$(cd "$(dirname "$path")" && pwd)"
fi
download "${wanted:-$(own_version)}"
