package dev.moorage.storage.spi;

import dev.moorage.storage.spi.staging.StagedObject;
import java.util.Locale;

/** A call of the storage port that does I/O: a method of {@link StorageDriver} or of {@link StagedObject}. */
public enum StorageCall {
    STAT,
    OPEN,
    PUT,
    DELETE,
    DELETE_WHILE,
    SYNC,
    LIST,
    STAGE,
    PRESIGN,
    APPEND,
    TRUNCATE,
    READ,
    SEAL,
    PUBLISH,
    DISCARD;

    /** The name of the method. */
    public String method() {
        return this == DELETE_WHILE ? "deleteWhile" : name().toLowerCase(Locale.ROOT);
    }
}
