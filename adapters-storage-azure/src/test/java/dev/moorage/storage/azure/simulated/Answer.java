package dev.moorage.storage.azure.simulated;

import java.util.Map;
import java.util.TreeMap;

/** A response of the simulated store. */
record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer of(int status) {
        return new Answer(status, new TreeMap<>(), new byte[0]);
    }

    static Answer error(int status, String code) {
        return of(status).with("x-ms-error-code", code);
    }

    Answer with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Answer body(byte[] content) {
        return new Answer(status, headers, content);
    }
}
