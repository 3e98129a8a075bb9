# Starting and ending servers for the end-to-end checks; sourced. Every server listens on 127.0.0.1 and is ended by its pid.
# shellcheck shell=bash

servers=()

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start LOG PORT COMMAND...: runs a registry in the background, and waits until it answers.
start() {
    local log=$1 port=$2 tries
    shift 2
    "$@" >"$log" 2>&1 &
    servers+=($!)
    for tries in $(seq 1 1200); do
        curl -s -o /dev/null "http://127.0.0.1:$port/v2/" && return 0
        sleep 0.05
    done
    echo "no answer on port $port after $tries tries:" >&2
    cat "$log" >&2
    return 1
}

# stop_last: ends the server that was started last, and waits for it.
stop_last() {
    local last=${servers[-1]}
    unset 'servers[-1]'
    kill "$last"
    wait "$last"
}

stop_all() {
    local pid
    for pid in "${servers[@]}"; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
}
trap stop_all EXIT
