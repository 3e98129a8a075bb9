package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Reads the records of all uploads in the storage, at the price of a request to the store for each of them. */
public interface WalkUploads {
    /**
     * Visits each upload with a record once, those that have ended too. What CNCF Distribution and interrupted removals leave has no
     * record, and is left out.
     *
     * @throws IOException the repositories could not be listed
     */
    void walk(Visitor visitor) throws IOException;

    /** Takes the uploads as they are found. */
    interface Visitor {
        void found(StoredUpload upload);

        /**
         * Called for what cannot be read. The walk continues.
         *
         * @param key a prefix, or the key of a record
         */
        void failed(String key, IOException reason);
    }
}
