package dev.moorage.storage.azure.simulated;

import com.azure.core.util.DateTimeRfc1123;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container with the rules of the service: conditions, ids of one length, block lists that drop the blocks that they do
 * not name, uncommitted blocks that expire, and copies that take time.
 */
public final class SimulatedAccount {
    private static final Pattern LATEST = Pattern.compile("<Latest>([^<]*)</Latest>");

    final NavigableMap<String, SimulatedBlob> blobs = new TreeMap<>();
    /** The maximum number of blocks of a blob. */
    public int mostBlocks = 50_000;
    /** The status of the response when a blob was required to be absent and exists. */
    public int statusOfExisting = 409;
    /** The number of polls before a copy is complete, 0 for a copy that is complete at once. */
    public int copyPolls;
    /** The final status of a copy that took time. */
    public String copyEnds = "success";

    /** Whether listings respect {@code startFrom}. Emulators begin at the start. */
    public boolean knowsStartFrom = true;

    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private long etags;

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    public synchronized Instant now() {
        return now;
    }

    /** Puts a blob of another program. */
    public synchronized void put(String name, String type, byte[] content) {
        SimulatedBlob blob = fresh(name);
        blob.type = type;
        blob.content = content;
    }

    /** Deletes a blob, as another program does. */
    public synchronized void remove(String name) {
        blobs.remove(name);
    }

    /** Returns a blob's committed content. */
    public synchronized Optional<byte[]> content(String name) {
        return Optional.ofNullable(blobs.get(name))
                .filter(blob -> blob.committed)
                .map(blob -> blob.content);
    }

    /** Returns the names of all blobs that take space, including those with uncommitted blocks only. */
    public synchronized java.util.List<String> names() {
        return java.util.List.copyOf(blobs.keySet());
    }

    public synchronized Map<String, String> metadata(String name) {
        return blobs.get(name).metadata;
    }

    public synchronized int blockCount(String name) {
        return blobs.get(name).blocks.size();
    }

    private SimulatedBlob fresh(String name) {
        SimulatedBlob blob = new SimulatedBlob();
        blobs.put(name, blob);
        touch(blob);
        return blob;
    }

    private void touch(SimulatedBlob blob) {
        blob.committed = true;
        blob.etag = "\"0x8D" + ++etags + "\"";
        blob.modified = now;
    }

    synchronized Answer answer(Call call) {
        blobs.values().forEach(blob -> blob.expire(now));
        Answer answer = perform(call);
        return answer.with("Date", new DateTimeRfc1123(now.atOffset(ZoneOffset.UTC)).toString());
    }

    private Answer perform(Call call) {
        if (call.query().containsKey("sig") && !permits(call)) {
            return Answer.error(403, "AuthenticationFailed");
        }
        if (call.operation() == Operation.LIST_BLOBS) {
            return new SimulatedListing(blobs, knowsStartFrom).answer(call);
        }
        if (call.operation() == Operation.PUT_BLOCK) {
            return putBlock(call);
        }
        SimulatedBlob there = blobs.get(call.blob());
        boolean present = there != null && there.committed;
        Optional<Answer> lost = lostCondition(call, present, there);
        if (lost.isPresent()) {
            return lost.get();
        }
        return switch (call.operation()) {
            case PUT_BLOB -> putBlob(call, there);
            case PUT_BLOCK_LIST -> putBlockList(call, there);
            case COPY_BLOB -> copy(call, there);
            default -> present ? withBlob(call, there) : Answer.error(404, "BlobNotFound");
        };
    }

    /** Whether a shared access signature permits the request now. The signature itself is not verified. */
    private boolean permits(Call call) {
        String needed = call.operation() == Operation.DELETE_BLOB ? "d" : "r";
        return call.query().get("sp").contains(needed)
                && !now.isAfter(OffsetDateTime.parse(call.query().get("se")).toInstant());
    }

    private Optional<Answer> lostCondition(Call call, boolean present, SimulatedBlob there) {
        if (present && call.header("If-None-Match").isPresent()) {
            return Optional.of(
                    Answer.error(statusOfExisting, statusOfExisting == 409 ? "BlobAlreadyExists" : "ConditionNotMet"));
        }
        Optional<String> match = call.header("If-Match");
        return match.isPresent() && !(present && match.get().equals(there.etag))
                ? Optional.of(Answer.error(412, "ConditionNotMet"))
                : Optional.empty();
    }

    private Answer withBlob(Call call, SimulatedBlob blob) {
        switch (call.operation()) {
            case GET_PROPERTIES -> {
                poll(blob);
                return described(Answer.of(200), blob).with("Content-Length", Integer.toString(blob.content.length));
            }
            case GET_BLOB -> {
                return get(call, blob);
            }
            case SET_METADATA -> {
                blob.metadata = call.metadata();
                touch(blob);
                return described(Answer.of(200), blob);
            }
            case DELETE_BLOB -> {
                blobs.remove(call.blob());
                return Answer.of(202);
            }
            case ABORT_COPY -> {
                if (!blob.copyStatus.equals("pending")) {
                    return Answer.error(409, "NoPendingCopyOperation");
                }
                blob.copyStatus = "aborted";
                return Answer.of(204);
            }
            default -> throw new IllegalStateException(call.operation().name());
        }
    }

    private void poll(SimulatedBlob blob) {
        if (blob.copyStatus.equals("pending") && --blob.pollsUntilCopied <= 0) {
            if (copyEnds.equals("success")) {
                blob.finishCopy();
            } else {
                blob.copyStatus = copyEnds;
            }
            touch(blob);
        }
    }

    private static Answer get(Call call, SimulatedBlob blob) {
        int first = 0;
        int end = blob.content.length;
        Optional<String> range = call.header("x-ms-range");
        if (range.isPresent()) {
            String[] ends = range.get().substring("bytes=".length()).split("-", -1);
            if (Long.parseLong(ends[0]) >= end) {
                return Answer.error(416, "InvalidRange");
            }
            first = Integer.parseInt(ends[0]);
            end = ends[1].isEmpty() ? end : (int) Math.min(end, Long.parseLong(ends[1]) + 1);
        }
        Answer answer = described(Answer.of(range.isPresent() ? 206 : 200), blob)
                .with("Content-Length", Integer.toString(end - first));
        if (range.isPresent()) {
            answer.with("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + blob.content.length);
        }
        return answer.body(Arrays.copyOfRange(blob.content, first, end));
    }

    private static Answer described(Answer answer, SimulatedBlob blob) {
        answer.with("ETag", blob.etag)
                .with("Last-Modified", new DateTimeRfc1123(blob.modified.atOffset(ZoneOffset.UTC)).toString())
                .with("x-ms-blob-type", blob.type);
        if (!blob.copyStatus.isEmpty()) {
            answer.with("x-ms-copy-status", blob.copyStatus).with("x-ms-copy-id", blob.copyId);
        }
        blob.metadata.forEach((name, value) -> answer.with("x-ms-meta-" + name, value));
        return answer;
    }

    private Answer putBlob(Call call, SimulatedBlob there) {
        if (there != null && there.committed && !there.type.equals("BlockBlob")) {
            return Answer.error(409, "InvalidBlobType");
        }
        if (isDamaged(call)) {
            return Answer.error(400, "Md5Mismatch");
        }
        SimulatedBlob blob = fresh(call.blob());
        blob.content = call.body();
        blob.metadata = call.metadata();
        return described(Answer.of(201), blob);
    }

    private Answer putBlock(Call call) {
        SimulatedBlob blob = blobs.computeIfAbsent(call.blob(), _ -> new SimulatedBlob());
        String id = call.query().get("blockid");
        if (!blob.type.equals("BlockBlob")) {
            return Answer.error(409, "InvalidBlobType");
        }
        if (blob.copyStatus.equals("pending")) {
            return Answer.error(409, "PendingCopyOperation");
        }
        if (!blob.takesIdsLike(id) || call.body().length == 0) {
            return Answer.error(400, "InvalidBlobOrBlock");
        }
        if (isDamaged(call)) {
            return Answer.error(400, "Md5Mismatch");
        }
        if (blob.uncommitted.size() >= 2 * mostBlocks) {
            return Answer.error(409, "BlockCountExceedsLimit");
        }
        blob.uncommitted.put(id, call.body());
        blob.uncommittedSince = now;
        return Answer.of(201);
    }

    private Answer putBlockList(Call call, SimulatedBlob there) {
        Map<String, byte[]> list = new LinkedHashMap<>();
        Matcher ids = LATEST.matcher(new String(call.body(), StandardCharsets.UTF_8));
        while (ids.find()) {
            String id = ids.group(1);
            byte[] block = there == null ? null : there.uncommitted.getOrDefault(id, there.blocks.get(id));
            if (block == null) {
                return Answer.error(400, "InvalidBlockList");
            }
            list.put(id, block);
        }
        if (list.size() > mostBlocks) {
            return Answer.error(400, "BlockListTooLong");
        }
        SimulatedBlob blob = there == null ? fresh(call.blob()) : there;
        blob.become(list);
        blob.copyStatus = "";
        blob.metadata = call.metadata();
        touch(blob);
        return described(Answer.of(201), blob);
    }

    private Answer copy(Call call, SimulatedBlob there) {
        String url = call.header("x-ms-copy-source").orElseThrow();
        String name = java.net.URLDecoder.decode(
                url.substring(url.indexOf('/', url.indexOf("//") + 2) + 1).split("/", 2)[1], StandardCharsets.UTF_8);
        SimulatedBlob source = blobs.get(name);
        if (source == null || !source.committed) {
            return Answer.error(404, "CannotVerifyCopySource");
        }
        if (!call.header("x-ms-source-if-match").orElse(source.etag).equals(source.etag)) {
            return Answer.error(412, "SourceConditionNotMet");
        }
        if (there != null && there.copyStatus.equals("pending")) {
            return Answer.error(409, "PendingCopyOperation");
        }
        if (there != null && there.committed && !there.type.equals(source.type)) {
            return Answer.error(409, "InvalidBlobType");
        }
        SimulatedBlob blob = fresh(call.blob());
        blob.metadata = call.metadata().isEmpty() ? source.metadata : call.metadata();
        blob.copyId = "copy-" + etags;
        blob.copiedFrom = source;
        blob.pollsUntilCopied = copyPolls;
        blob.copyStatus = "pending";
        if (copyPolls == 0) {
            blob.finishCopy();
        }
        return described(Answer.of(202), blob);
    }

    private static boolean isDamaged(Call call) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(call.body());
            Optional<String> said = call.header("Content-MD5");
            return said.isPresent() && !said.get().equals(Base64.getEncoder().encodeToString(md5));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
