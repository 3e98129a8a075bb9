package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A writer of a staging area in another process. A body is sent there whole, before the append begins. */
final class RemoteStagedObject implements StagedObject {
    private final Connection connection;
    private final ObjectKey area;
    private final int number;

    RemoteStagedObject(Connection connection, ObjectKey area, int number) {
        this.connection = connection;
        this.area = area;
        this.number = number;
    }

    private <T> T call(Call call, Wire.Writes arguments, Wire.Reads<T> result) throws IOException {
        return connection.call(
                call,
                area,
                out -> {
                    out.writeInt(number);
                    arguments.to(out);
                },
                result);
    }

    @Override
    public long size() {
        return connection.plain(Call.SIZE, out -> out.writeInt(number), in -> in.readLong());
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<IOException> broken = Optional.empty();
        try {
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (source.read(buffer.clear()) >= 0) {
                body.write(buffer.array(), 0, buffer.position());
            }
        } catch (IOException e) {
            broken = Optional.of(e);
        }
        boolean whole = broken.isEmpty();
        long size = call(
                Call.APPEND,
                out -> {
                    Wire.bytes(out, body.toByteArray());
                    out.writeBoolean(whole);
                },
                in -> in.readLong());
        return new Appended(size, broken);
    }

    @Override
    public void truncate(long size) throws IOException {
        call(Call.TRUNCATE, out -> out.writeLong(size), in -> true);
    }

    @Override
    public StagedState state() {
        return connection.plain(Call.STATE, out -> out.writeInt(number), in -> new StagedState(Wire.text(in)));
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        return call(
                Call.READ_STAGED,
                out -> Wire.range(out, range),
                in -> in.readBoolean()
                        ? Optional.of(new RemoteContent(connection, in.readInt(), Wire.info(in)))
                        : Optional.empty());
    }

    @Override
    public Sealed seal() throws IOException {
        return call(Call.SEAL, out -> {}, in -> new Sealed(in.readLong()));
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return connection.plain(
                Call.ACCEPTS,
                out -> {
                    out.writeInt(number);
                    Wire.key(out, target);
                },
                in -> in.readBoolean());
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        return call(
                Call.PUBLISH,
                out -> {
                    out.writeLong(sealed.size());
                    Wire.key(out, target);
                },
                in -> Published.valueOf(Wire.text(in)));
    }

    @Override
    public void discard() throws IOException {
        call(Call.DISCARD, out -> {}, in -> true);
    }

    @Override
    public void close() {
        connection.plain(Call.CLOSE_STAGED, out -> out.writeInt(number), in -> true);
    }
}
