package dev.moorage.tracing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of one message of Protocol Buffers, without its description. */
final class WireFields {
    private final List<Field> fields = new ArrayList<>();

    private record Field(int number, byte[] content) {}

    WireFields(byte[] message) {
        ByteBuffer rest = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            int length = switch ((int) tag & 7) {
                case 0 -> {
                    var _ = varint(rest);
                    yield 0;
                }
                case 1 -> 8;
                case 2 -> (int) varint(rest);
                case 5 -> 4;
                default -> throw new IllegalArgumentException("wire type of tag " + tag);
            };
            byte[] content = new byte[length];
            rest.get(content);
            fields.add(new Field((int) (tag >>> 3), content));
        }
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = rest.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Returns the messages of a field. */
    List<WireFields> messages(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> new WireFields(field.content()))
                .toList();
    }

    /** Returns the text of a field. */
    String text(int number) {
        return new String(bytes(number), StandardCharsets.UTF_8);
    }

    /** Returns the bytes of a field, or none without it. */
    byte[] bytes(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(Field::content)
                .findFirst()
                .orElse(new byte[0]);
    }
}
