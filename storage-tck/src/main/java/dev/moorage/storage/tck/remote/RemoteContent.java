package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A content that another process has open. */
final class RemoteContent implements ObjectContent {
    private final Connection connection;
    private final int number;
    private final ObjectInfo info;

    RemoteContent(Connection connection, int number, ObjectInfo info) {
        this.connection = connection;
        this.number = number;
        this.info = info;
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return connection.call(
                Call.READ_CONTENT,
                info.key(),
                out -> {
                    out.writeInt(number);
                    out.writeInt(destination.remaining());
                },
                in -> {
                    int count = in.readInt();
                    destination.put(Wire.bytes(in));
                    return count;
                });
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        connection.plain(Call.CLOSE_CONTENT, out -> out.writeInt(number), in -> true);
    }
}
