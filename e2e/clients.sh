#!/usr/bin/env bash
# Real clients against a registry that already runs: clients.sh HOST:PORT, run by e2e/check clients
# Prints "ok - …" or "not ok - …" for each result, which the reporter passes on.
set -uo pipefail

registry=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

check() { # description, command...
    local what=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        echo "ok - $what"
    else
        echo "not ok - $what"
        sed 's/^/    /' "$work/out"
        failed=$((failed + 1))
    fi
}

refused() { ! "$@"; }

skopeo_() { skopeo --insecure-policy "$@"; }
push() { skopeo_ copy --quiet --all --dest-tls-verify=false "$@"; }
pull() { skopeo_ copy --quiet --all --src-tls-verify=false "$@"; }
same_blobs() { # every blob of the first layout is in the second, byte for byte
    local blob
    for blob in "$1"/blobs/sha256/*; do
        cmp "$blob" "$2/blobs/sha256/$(basename "$blob")" || return 1
    done
}
status() { curl -s -o "$work/body" -w '%{http_code}' "$@"; }
answers() { # status, curl arguments...
    local expected=$1 actual
    shift
    actual=$(status "$@")
    [ "$actual" = "$expected" ] || { echo "got $actual instead of $expected"; cat "$work/body"; return 1; }
}
location() { curl -s -D - -o /dev/null "$@" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p'; }
absolute() { case $1 in http*) echo "$1" ;; *) echo "http://$registry$1" ;; esac; }

python3 -B "$here/moorage_e2e/client/images.py" "$work/layouts"
image=$work/layouts/image
index=$work/layouts/index
digest() { jq -r '.manifests[0].digest' "$1/index.json"; }

check "skopeo pushes an image of five layers" push "oci:$image:image" "docker://$registry/e2e/image:one"
check "skopeo pulls it" pull "docker://$registry/e2e/image:one" "oci:$work/pulled:image"
check "the image came back byte for byte" same_blobs "$image" "$work/pulled"
check "skopeo pushes an index of two platforms" push "oci:$index:index" "docker://$registry/e2e/index:both"
check "skopeo pulls the index" pull "docker://$registry/e2e/index:both" "oci:$work/pulled-index:index"
check "the index came back byte for byte" same_blobs "$index" "$work/pulled-index"
check "skopeo copies between repositories" push --src-tls-verify=false \
    "docker://$registry/e2e/image:one" "docker://$registry/e2e/copy/deep:two"
check "skopeo pulls the copy" pull "docker://$registry/e2e/copy/deep:two" "oci:$work/copied:image"
check "the copy is the image byte for byte" same_blobs "$image" "$work/copied"
check "skopeo pushes as Docker's schema 2" push --format v2s2 "oci:$image:image" "docker://$registry/e2e/image:docker"
check "skopeo inspects it" skopeo_ inspect --tls-verify=false "docker://$registry/e2e/image:docker"
check "skopeo lists the tags" sh -c "skopeo list-tags --tls-verify=false docker://$registry/e2e/image |
    jq -e '.Tags == [\"docker\", \"one\"]'"
check "the catalog lists the repositories" sh -c "curl -sf http://$registry/v2/_catalog |
    jq -e '.repositories | contains([\"e2e/copy/deep\", \"e2e/image\", \"e2e/index\"])'"
check "skopeo deletes an image" skopeo_ delete --tls-verify=false "docker://$registry/e2e/copy/deep:two"
check "what was deleted is gone" refused pull "docker://$registry/e2e/copy/deep:two" "oci:$work/gone:image"
check "the image it was copied from stays" pull "docker://$registry/e2e/image:one" "oci:$work/stays:image"

if command -v buildah >/dev/null; then
    build() { buildah --root "$work/containers" --runroot "$work/run" --storage-driver vfs "$@"; }
    policy=$work/policy.json
    echo '{"default":[{"type":"insecureAcceptAnything"}]}' >"$policy"
    check "buildah pulls the image" build pull --quiet --signature-policy "$policy" --tls-verify=false "docker://$registry/e2e/image:one"
    check "buildah pushes it under another name" build push --quiet --signature-policy "$policy" --tls-verify=false \
        "$registry/e2e/image:one" "docker://$registry/e2e/buildah:pushed"
    check "what buildah pushed can be pulled" pull "docker://$registry/e2e/buildah:pushed" "oci:$work/buildah:image"
fi

if command -v podman >/dev/null; then
    pod() { podman --root "$work/podman" --runroot "$work/podman-run" --storage-driver vfs "$@"; }
    check "podman pulls the image" pod pull --quiet --tls-verify=false "docker://$registry/e2e/image:one"
    check "podman pushes it under another name" pod push --quiet --tls-verify=false \
        "$registry/e2e/image:one" "docker://$registry/e2e/podman:pushed"
    check "what podman pushed can be pulled" pull "docker://$registry/e2e/podman:pushed" "oci:$work/podman-image:image"
fi

# A resumable upload by hand: a chunk, a connection that breaks in the middle of the next, the way back, the end.
blob=$work/blob
head -c 9000000 /dev/urandom >"$blob"
blob_digest=sha256:$(sha256sum "$blob" | cut -d' ' -f1)
head -c 3000000 "$blob" >"$work/first"
upload=$(absolute "$(location -X POST "http://$registry/v2/e2e/resumed/blobs/uploads/")")
upload=$(absolute "$(location -X PATCH -H 'Content-Type: application/octet-stream' --data-binary @"$work/first" "$upload")")
tail -c +3000001 "$blob" >"$work/rest"
timeout 2 curl -s -o /dev/null -X PATCH -H 'Content-Type: application/octet-stream' -H 'Expect:' \
    --limit-rate 1000000 -T "$work/rest" "$upload"
range() { curl -s -D - -o /dev/null "$1" | tr -d '\r' | sed -n 's/^[Rr]ange: 0-//p'; }
upload_path=${upload%%\?*}
if [ -n "${BEHIND_A_PROXY:-}" ]; then
    sleep 1 # Until the replica that has lost its client has noted what came: the question goes to the other one.
fi
stands=$(range "$upload")
check "a broken upload stands where it broke" test "${stands:-0}" -gt 3000000
upload=$(absolute "$(location "$upload")")
tail -c +$((stands + 2)) "$blob" >"$work/last"
upload=$(absolute "$(location -X PATCH -H 'Content-Type: application/octet-stream' \
    -H "Content-Range: $((stands + 1))-8999999" --data-binary @"$work/last" "$upload")")
check "the upload goes on from there to its end" answers 201 -X PUT "$upload&digest=$blob_digest"
check "the blob can be read" sh -c "curl -sfL http://$registry/v2/e2e/resumed/blobs/$blob_digest | cmp - $blob"
check "a range of it too" bash -c "curl -sfL -r 1000-1999 http://$registry/v2/e2e/resumed/blobs/$blob_digest |
    cmp - <(tail -c +1001 $blob | head -c 1000)"
check "the upload has ended" answers 404 "$upload_path"

manifest=$(digest "$index")
check "a manifest is deleted by its digest" answers 202 -X DELETE "http://$registry/v2/e2e/index/manifests/$manifest"
check "and its tag with it" answers 404 "http://$registry/v2/e2e/index/manifests/both"

[ "$failed" -eq 0 ]
