package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the calls that a {@link Connection} asks for, one after another. */
final class CalledDriver {
    private final StorageDriver driver;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final List<StagedObject> writers = new ArrayList<>();
    private final List<ObjectContent> contents = new ArrayList<>();

    CalledDriver(StorageDriver driver, DataInputStream in, DataOutputStream out) {
        this.driver = driver;
        this.in = in;
        this.out = out;
    }

    /** Makes calls until the stream of calls ends. */
    void serve() throws IOException {
        for (Optional<Call> call = next(); call.isPresent(); call = next()) {
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            try {
                DataOutputStream written = new DataOutputStream(result);
                written.writeBoolean(true);
                make(call.get()).to(written);
            } catch (IOException | RuntimeException e) {
                result.reset();
                DataOutputStream failed = new DataOutputStream(result);
                failed.writeBoolean(false);
                Failures.write(failed, e);
            }
            result.writeTo(out);
            out.flush();
        }
    }

    private Optional<Call> next() throws IOException {
        try {
            return Optional.of(Call.valueOf(Wire.text(in)));
        } catch (EOFException _) {
            return Optional.empty();
        }
    }

    private Wire.Writes make(Call call) throws IOException {
        return switch (call) {
            case STAT, OPEN, PUT, DELETE, DELETE_WHILE, SYNC, LIST -> object(call);
            case READ_CONTENT -> read(contents.get(in.readInt()), in.readInt());
            case CLOSE_CONTENT -> close(contents.get(in.readInt()));
            case DELETE_FENCE -> text(driver.deleteFence().name());
            case CHECK -> text(driver.check() instanceof HealthStatus.Unhealthy(String reason) ? reason : "");
            case LIMITS -> {
                var limits = driver.limits();
                yield written -> {
                    written.writeLong(limits.minChunkLength());
                    written.writeInt(limits.maxMonolithicPut());
                };
            }
            case STAGE -> {
                Optional<StagedObject> staged = driver.stage(Wire.request(in));
                staged.ifPresent(writers::add);
                yield numbered(staged.isPresent(), writers.size() - 1);
            }
            case SIZE, APPEND, TRUNCATE, STATE, READ_STAGED, SEAL, ACCEPTS, PUBLISH, DISCARD, CLOSE_STAGED ->
                staged(call, writers.get(in.readInt()));
        };
    }

    private Wire.Writes object(Call call) throws IOException {
        return switch (call) {
            case STAT -> {
                Optional<ObjectInfo> info = driver.stat(Wire.key(in));
                yield written -> {
                    written.writeBoolean(info.isPresent());
                    if (info.isPresent()) {
                        Wire.info(written, info.get());
                    }
                };
            }
            case OPEN -> opened(driver.open(Wire.key(in), Wire.range(in)));
            case PUT ->
                text(driver.put(Wire.key(in), Wire.bytes(in), Wire.condition(in), durability())
                        .value());
            case DELETE -> {
                driver.delete(Wire.key(in), Wire.condition(in), durability());
                yield nothing();
            }
            case DELETE_WHILE -> outcomes(driver.deleteWhile(Wire.guard(in), Wire.keys(in), durability()));
            case SYNC -> {
                driver.sync(Wire.key(in));
                yield nothing();
            }
            case LIST -> {
                var page = driver.list(Wire.key(in), Wire.options(in));
                yield written -> Wire.page(written, page);
            }
            default -> throw new IOException("no call for an object: " + call);
        };
    }

    private Wire.Writes staged(Call call, StagedObject staged) throws IOException {
        return switch (call) {
            case SIZE -> number(staged.size());
            case APPEND -> {
                byte[] body = Wire.bytes(in);
                boolean whole = in.readBoolean();
                yield number(staged.append(whole ? Bodies.of(body) : Bodies.broken(body, Integer.MAX_VALUE))
                        .size());
            }
            case TRUNCATE -> {
                staged.truncate(in.readLong());
                yield nothing();
            }
            case STATE -> text(staged.state().value());
            case READ_STAGED -> opened(staged.read(Wire.range(in)));
            case SEAL -> number(staged.seal().size());
            case ACCEPTS -> {
                boolean accepted = staged.accepts(Wire.key(in));
                yield written -> written.writeBoolean(accepted);
            }
            case PUBLISH ->
                text(staged.publish(new Sealed(in.readLong()), Wire.key(in)).name());
            case DISCARD -> {
                staged.discard();
                yield nothing();
            }
            case CLOSE_STAGED -> {
                staged.close();
                yield nothing();
            }
            default -> throw new IOException("no call for a staged object: " + call);
        };
    }

    private Durability durability() throws IOException {
        return Durability.valueOf(Wire.text(in));
    }

    private Wire.Writes opened(Optional<ObjectContent> content) {
        content.ifPresent(contents::add);
        int number = contents.size() - 1;
        return written -> {
            numbered(content.isPresent(), number).to(written);
            if (content.isPresent()) {
                Wire.info(written, content.get().info());
            }
        };
    }

    private static Wire.Writes read(ObjectContent content, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        int count = content.read(buffer);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return written -> {
            written.writeInt(count);
            Wire.bytes(written, bytes);
        };
    }

    private static Wire.Writes close(ObjectContent content) {
        content.close();
        return nothing();
    }

    private static Wire.Writes outcomes(Map<ObjectKey, DeleteOutcome> outcomes) {
        return written -> {
            written.writeInt(outcomes.size());
            for (Map.Entry<ObjectKey, DeleteOutcome> outcome : outcomes.entrySet()) {
                Wire.key(written, outcome.getKey());
                Wire.text(written, outcome.getValue().name());
            }
        };
    }

    private static Wire.Writes numbered(boolean present, int number) {
        return written -> {
            written.writeBoolean(present);
            if (present) {
                written.writeInt(number);
            }
        };
    }

    private static Wire.Writes text(String text) {
        return written -> Wire.text(written, text);
    }

    private static Wire.Writes number(long number) {
        return written -> written.writeLong(number);
    }

    private static Wire.Writes nothing() {
        return written -> {};
    }
}
