package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of an entry of a tar file: POSIX.1-2024, pax, "ustar Interchange Format". A size that has more than 11 octal digits is
 * written as GNU tar writes it.
 */
record TarHeader(String name, long size, char type, String target) {
    static final int BLOCK = 512;
    static final char FILE = '0';
    static final char OLD_FILE = '\0';
    static final char SYMLINK = '2';
    static final char FOLDER = '5';
    static final char PAX = 'x';
    static final char PAX_GLOBAL = 'g';
    static final char GNU_NAME = 'L';
    static final char GNU_TARGET = 'K';

    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int TARGET_AT = 157;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final long MAX_OCTAL = (1L << 33) - 1;

    /** Returns the block of a file whose owner is root and whose time is 0. */
    static byte[] ofFile(String name, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name);
        put(block, NAME, "0000644\0" + "0000000\0" + "0000000\0");
        if (size <= MAX_OCTAL) {
            put(block, SIZE_AT, octal(size, SIZE_LENGTH - 1));
        } else {
            for (int i = 0; i < Long.BYTES; i++) {
                block[SIZE_AT + SIZE_LENGTH - 1 - i] = (byte) (size >>> Byte.SIZE * i);
            }
            block[SIZE_AT] = (byte) 0x80;
        }
        put(block, SIZE_AT + SIZE_LENGTH, octal(0, SIZE_LENGTH - 1));
        block[TYPE_AT] = FILE;
        put(block, MAGIC_AT, "ustar\0" + "00");
        put(block, CHECKSUM_AT, octal(checksum(block), CHECKSUM_LENGTH - 2) + "\0 ");
        return block;
    }

    /**
     * Reads a block that is not zero.
     *
     * @throws ArchiveException it is no header
     */
    static TarHeader read(byte[] block) throws ArchiveException {
        if (number(block, CHECKSUM_AT, CHECKSUM_LENGTH) != checksum(block)) {
            throw new ArchiveException("the file is no tar archive, or is damaged: the checksum of a header is wrong");
        }
        String name = text(block, 0, NAME);
        boolean ustar = text(block, MAGIC_AT, 5).equals("ustar") && block[MAGIC_AT + 5] == 0;
        String prefix = ustar ? text(block, PREFIX_AT, PREFIX) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                number(block, SIZE_AT, SIZE_LENGTH),
                (char) (block[TYPE_AT] & 0xff),
                text(block, TARGET_AT, NAME));
    }

    boolean isFile() {
        return type == FILE || type == OLD_FILE;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static long checksum(byte[] block) {
        long sum = (long) CHECKSUM_LENGTH * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_LENGTH ? block[i] & 0xff : 0;
        }
        return sum;
    }

    private static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.UTF_8);
    }

    private static long number(byte[] block, int at, int length) throws ArchiveException {
        if ((block[at] & 0x80) != 0) {
            return binary(Arrays.copyOfRange(block, at, at + length));
        }
        try {
            String digits = text(block, at, length).strip();
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException _) {
            throw new ArchiveException("the file is no tar archive, or is damaged: a header has no number");
        }
    }

    private static long binary(byte[] bytes) throws ArchiveException {
        long value = 0;
        for (int i = 0; i < bytes.length; i++) {
            int digit = i == 0 ? bytes[i] & 0x7f : bytes[i] & 0xff;
            if (value >= 1L << 54) {
                throw new ArchiveException("a header of the tar archive has a size that no file has");
            }
            value = value << Byte.SIZE | digit;
        }
        return value;
    }
}
