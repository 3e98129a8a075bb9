package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.object.ObjectKey;

/**
 * A place in the trash.
 *
 * @param record the key of a record
 * @param entries how many of its entries come before
 */
record TrashPosition(ObjectKey record, int entries) {
    /**
     * Reads a position.
     *
     * @throws IllegalArgumentException if the text is none below the prefix
     */
    static TrashPosition parse(String text, ObjectKey prefix) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("is no position in the trash");
        }
        ObjectKey record = RegistryKeys.TRASH.resolve(text.substring(0, colon));
        if (!record.isBelow(prefix)) {
            throw new IllegalArgumentException("is no position in this trash");
        }
        return new TrashPosition(record, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return record.value().substring(RegistryKeys.TRASH.value().length() + 1) + ":" + entries;
    }
}
