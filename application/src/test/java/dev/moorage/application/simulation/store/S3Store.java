package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedState;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store like S3. Each multipart upload has an id, is invisible until it is completed, and stays until it is aborted.
 */
public final class S3Store extends ObjectStore {
    /** The prefix of the ids of multipart uploads. */
    public static final String UPLOAD = "upload-";

    private final Map<String, Map<String, byte[]>> uploads = new TreeMap<>();
    private final Map<String, String> targets = new TreeMap<>();
    private final Set<String> completed = new HashSet<>();
    private int begun;

    public S3Store(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    /** The parts of an upload are gone once any of its writers has completed it, even if the object was deleted since. */
    @Override
    public boolean excusesLoss(Optional<StagedState> state) {
        return state.map(ParsedState::of)
                .filter(parsed -> completed.contains(parsed.upload()))
                .isPresent();
    }

    @Override
    Unfinished unfinished() {
        return new Multipart();
    }

    private final class Multipart implements Unfinished {
        @Override
        public String begin(ObjectKey area, ObjectKey target, int random) {
            begun++;
            targets.put(UPLOAD + begun, target.value());
            uploads.put(UPLOAD + begun, new HashMap<>());
            return UPLOAD + begun;
        }

        @Override
        public void put(ObjectKey area, ParsedState upload, String part, byte[] content)
                throws StagedBytesLostException {
            Map<String, byte[]> parts = uploads.get(upload.upload());
            if (parts == null) {
                throw new StagedBytesLostException(area);
            }
            parts.put(part, content);
        }

        @Override
        public Optional<byte[]> content(ParsedState upload) {
            Optional<Map<String, byte[]>> parts = Optional.ofNullable(uploads.get(upload.upload()));
            return parts.flatMap(there -> ParsedState.joined(upload.parts().stream()
                    .map(part -> Optional.ofNullable(there.get(part.name())))
                    .toList()));
        }

        @Override
        public void forget(ParsedState upload) {
            uploads.remove(upload.upload());
            completed.add(upload.upload());
            if (is(Weakness.COMPLETES_ALL_UPLOADS)) {
                targets.forEach((other, target) -> {
                    if (target.equals(upload.target())) {
                        uploads.remove(other);
                    }
                });
            }
        }

        @Override
        public void abort(ParsedState upload) {
            uploads.remove(upload.upload());
        }

        @Override
        public List<String> leftovers() {
            return List.copyOf(uploads.keySet());
        }
    }
}
