package dev.moorage.storage.tck;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes a driver fail that never fails by itself. Every call of the port, and every piece of a body, counts as a call that
 * can fail.
 */
public final class FaultyStorageDriver extends ForwardingStorageDriver {
    private final StorageDriver intercepted;
    private final ScriptedFaults faults;

    public FaultyStorageDriver(StorageDriver driver, ScriptedFaults faults) {
        this.intercepted = new InterceptedStorageDriver(driver, new Failing(faults));
        this.faults = faults;
    }

    @Override
    protected StorageDriver delegate() {
        return intercepted;
    }

    @Override
    public HealthStatus check() {
        try {
            return faults.call(intercepted::check);
        } catch (IOException _) {
            return new HealthStatus.Unhealthy("the backend fails");
        }
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return intercepted.open(key, range).map(content -> new FaultyContent(content, faults));
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return intercepted.stage(request).map(staged -> new FaultyStagedObject(staged, faults));
    }

    /** Makes whole calls fail. In an append, the pieces fail instead. A presigned URL needs no call to a store. */
    private record Failing(ScriptedFaults faults) implements StorageInterceptor {
        @Override
        public <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException {
            return call == StorageCall.APPEND || call == StorageCall.PRESIGN
                    ? proceed.call()
                    : faults.call(proceed::call);
        }
    }

    /** A content of which every read can fail. */
    private record FaultyContent(ObjectContent content, ScriptedFaults faults) implements ObjectContent {
        @Override
        public ObjectInfo info() {
            return content.info();
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return faults.call(() -> content.read(destination));
        }

        @Override
        public Optional<ChannelTransfer> transfer() {
            return content.transfer()
                    .map(transfer -> (destination, most) -> faults.call(() -> transfer.to(destination, most)));
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
