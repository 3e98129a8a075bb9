package dev.moorage.storage.azure.simulated;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** List Blobs: names in order, in pages, folded at a delimiter. */
final class SimulatedListing {
    private final NavigableMap<String, SimulatedBlob> blobs;

    private final boolean knowsStartFrom;

    SimulatedListing(NavigableMap<String, SimulatedBlob> blobs, boolean knowsStartFrom) {
        this.blobs = blobs;
        this.knowsStartFrom = knowsStartFrom;
    }

    Answer answer(Call call) {
        String prefix = call.query().getOrDefault("prefix", "");
        String delimiter = call.query().getOrDefault("delimiter", "");
        String from =
                max(call.query().getOrDefault("startFrom", ""), call.query().getOrDefault("marker", ""));
        int most = Integer.parseInt(call.query().getOrDefault("maxresults", "5000"));
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
        int count = 0;
        String next = "";
        String folded = "";
        for (Map.Entry<String, SimulatedBlob> blob : matching(prefix, from).entrySet()) {
            String name = blob.getKey();
            int fold = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            String entry = fold < 0 ? name : name.substring(0, fold + 1);
            if (fold >= 0 && entry.equals(folded)) {
                continue;
            }
            if (count++ == most) {
                next = name;
                break;
            }
            folded = fold < 0 ? "" : entry;
            xml.append(fold < 0 ? blob(entry, blob.getValue()) : prefix(entry));
        }
        xml.append("</Blobs><NextMarker>").append(escaped(next)).append("</NextMarker></EnumerationResults>");
        return Answer.of(200)
                .with("Content-Type", "application/xml")
                .body(xml.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String max(String a, String b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private Map<String, SimulatedBlob> matching(String prefix, String from) {
        Map<String, SimulatedBlob> found = new TreeMap<>();
        blobs.tailMap(max(prefix, from)).forEach((name, blob) -> {
            if (blob.committed && name.startsWith(prefix)) {
                found.put(name, blob);
            }
        });
        return found;
    }

    private static String prefix(String name) {
        return "<BlobPrefix><Name>" + escaped(name) + "</Name></BlobPrefix>";
    }

    private static String blob(String name, SimulatedBlob blob) {
        StringBuilder metadata = new StringBuilder();
        blob.metadata.forEach((key, value) -> metadata.append('<')
                .append(key)
                .append('>')
                .append(escaped(value))
                .append("</" + key + ">"));
        String copy = blob.copyStatus.isEmpty() ? "" : "<CopyStatus>" + blob.copyStatus + "</CopyStatus>";
        return "<Blob><Name>" + escaped(name) + "</Name><Properties><Content-Length>" + blob.content.length
                + "</Content-Length><BlobType>" + blob.type + "</BlobType>" + copy + "</Properties><Metadata>"
                + metadata
                + "</Metadata></Blob>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
