package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Etags;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The content of a simulated store. Every access holds the monitor, so all operations are linearizable, as with S3. */
final class SimulatedBucket {
    private final StoreRules rules;
    private final NavigableMap<String, SimulatedObject> objects = new TreeMap<>();
    private final Map<String, SimulatedUpload> uploads = new TreeMap<>();
    private int uploadIds;

    SimulatedBucket(StoreRules rules) {
        this.rules = rules;
    }

    synchronized NavigableMap<String, SimulatedObject> objects() {
        return new TreeMap<>(objects);
    }

    synchronized Map<String, SimulatedUpload> uploads() {
        return new HashMap<>(uploads);
    }

    synchronized SimulatedObject get(String key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow(Refusal::noSuchKey);
    }

    /** Puts an object without the driver. */
    synchronized void put(String key, byte[] content) {
        objects.put(key, SimulatedObject.of(content, Map.of()));
    }

    synchronized SimulatedObject put(String key, SimulatedObject object, String ifNoneMatch, String ifMatch) {
        requireKnown(ifNoneMatch, ifMatch);
        if (!rules.has(Quirk.NO_CONDITIONAL_PUTS)) {
            require(key, ifNoneMatch, ifMatch);
        }
        objects.put(key, object);
        return object;
    }

    private void requireKnown(String ifNoneMatch, String ifMatch) {
        if (rules.has(Quirk.CONDITIONS_NOT_IMPLEMENTED) && (ifNoneMatch != null || ifMatch != null)) {
            throw Refusal.of(501, "NotImplemented");
        }
    }

    private String comparable(SimulatedObject object) {
        return rules.has(Quirk.UNQUOTED_IF_MATCH) ? Etags.unquoted(object.etag()) : object.etag();
    }

    private void require(String key, String ifNoneMatch, String ifMatch) {
        SimulatedObject there = objects.get(key);
        if (ifNoneMatch != null && there != null) {
            throw Refusal.preconditionFailed();
        }
        if (ifMatch != null && there == null) {
            throw Refusal.noSuchKey();
        }
        if (ifMatch != null && !comparable(there).equals(ifMatch)) {
            throw Refusal.preconditionFailed();
        }
    }

    synchronized void copy(String source, String target, String ifNoneMatch) {
        SimulatedObject object = get(source);
        if (rules.has(Quirk.NO_COPIES)) {
            throw Refusal.of(501, "NotImplemented");
        }
        requireKnown(ifNoneMatch, null);
        if (!rules.has(Quirk.NO_CONDITIONAL_COPIES)) {
            require(target, ifNoneMatch, null);
        }
        if (object.content().length > rules.largestCopy()) {
            throw Refusal.of(400, "InvalidRequest");
        }
        objects.put(target, SimulatedObject.of(object.content(), object.metadata()));
    }

    synchronized void delete(String key, String ifMatch) {
        requireKnown(null, ifMatch);
        if (!rules.has(Quirk.NO_CONDITIONAL_DELETES)) {
            require(key, null, ifMatch);
        }
        objects.remove(key);
    }

    synchronized void deleteAll(Set<String> keys) {
        if (rules.has(Quirk.NO_DELETE_OBJECTS)) {
            throw Refusal.of(400, "InvalidRequest");
        }
        objects.keySet().removeAll(keys);
    }

    synchronized String create(String key, Map<String, String> metadata) {
        return create(key, metadata, Instant.now());
    }

    /** Creates a multipart upload that was initiated at the given time. */
    synchronized void createAt(String key, Instant initiated) {
        create(key, Map.of(), initiated);
    }

    private String create(String key, Map<String, String> metadata, Instant initiated) {
        String id = "upload/" + ++uploadIds + "=+";
        uploads.put(id, new SimulatedUpload(key, metadata, initiated));
        return id;
    }

    private SimulatedUpload upload(String key, String id) {
        return Optional.ofNullable(uploads.get(id))
                .filter(upload -> upload.key().equals(key))
                .orElseThrow(() -> Refusal.of(404, "NoSuchUpload"));
    }

    synchronized Map<Integer, SimulatedObject> parts(String key, String id) {
        return upload(key, id).parts();
    }

    synchronized String putPart(String key, String id, int number, byte[] content) {
        if (number < 1 || number > rules.mostParts()) {
            throw Refusal.of(400, "InvalidArgument");
        }
        SimulatedObject part = SimulatedObject.of(content, Map.of());
        upload(key, id).put(number, part);
        return part.etag();
    }

    synchronized String copyPart(String key, String id, int number, String source, String range) {
        byte[] content = get(source).content();
        if (rules.has(Quirk.NO_PART_COPIES)) {
            throw Refusal.of(501, "NotImplemented");
        }
        String[] bounds = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(bounds[0]);
        int to = Integer.parseInt(bounds[1]) + 1;
        if (to > content.length) {
            throw Refusal.of(400, "InvalidArgument");
        }
        if (to - from > rules.largestCopy()) {
            throw Refusal.of(400, "InvalidRequest");
        }
        return putPart(key, id, number, Arrays.copyOfRange(content, from, to));
    }

    synchronized SimulatedObject complete(String key, String id, List<CompletedPart> parts, String ifNoneMatch) {
        SimulatedUpload upload = upload(key, id);
        requireKnown(ifNoneMatch, null);
        if (!rules.has(Quirk.NO_CONDITIONAL_COMPLETES)) {
            require(key, ifNoneMatch, null);
        }
        SimulatedObject object = upload.complete(parts, rules);
        uploads.remove(id);
        objects.put(key, object);
        return object;
    }

    synchronized void abort(String key, String id) {
        upload(key, id);
        uploads.remove(id);
    }

    /** Aborts all uploads, as a lifecycle rule does. */
    synchronized void abortAll() {
        uploads.clear();
    }
}
