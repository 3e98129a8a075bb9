package com.example.moorage.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A mistake in one statement of the driver, and the test of the kit that must find it. */
enum PlantedFault {
    A_KEY_IS_FOLDED("FROM object WHERE key = ?", "FROM object WHERE key = ? COLLATE NOCASE", "keysThatDifferInCaseAreDifferent"),
    A_KEY_IS_A_PATTERN("FROM object WHERE key = ?", "FROM object WHERE key LIKE ?", "keysThatDifferInSeparatorsAndEscapesAreDifferent"),
    A_DELETE_IS_A_PATTERN("DELETE FROM object WHERE key = ?", "DELETE FROM object WHERE key LIKE ? || '%'", "keysThatDifferInSeparatorsAndEscapesAreDifferent"),
    SIZES_ARE_NOT_LISTED("SELECT key, size FROM object", "SELECT key, 0 FROM object", "sizesAreListed"),
    THE_TIME_STAYS(
            StoredObject.NOW + ")",
            "coalesce((SELECT modified FROM object WHERE key = ?1), " + StoredObject.NOW + "))",
            "theTimeOfAnObjectIsThatOfItsLastChange"),
    THE_TIME_IS_NOW("SELECT body, size, modified", "SELECT body, size, " + StoredObject.NOW, "theTimeOfAnObjectIsThatOfItsLastChange"),
    A_RANGE_BEGINS_IN_THE_FIRST_CHUNK("start <= ? ORDER BY start DESC LIMIT 1", "start <= ? ORDER BY start LIMIT 1", "rangesAtTheEdgesOfBuffersAndChunksAreExact"),
    A_RANGE_AT_AN_EDGE_BEGINS_IN_THE_CHUNK_BEFORE("start <= ? ORDER", "start < max(?, 1) ORDER", "rangesAtTheEdgesOfBuffersAndChunksAreExact"),
    TRUNCATING_CUTS_NO_CHUNK("UPDATE chunk SET bytes = substr(bytes, 1, ? - start)", "UPDATE chunk SET bytes = iif(? > 0, bytes, bytes)", "bytesCanBeDroppedBackToAnySizeWhereTheDriverSaysSo"),
    TRUNCATING_DROPS_NO_CHUNK("DELETE FROM chunk WHERE body = ? AND start >= ?", "DELETE FROM chunk WHERE body = ? AND start >= ? AND 0", "bytesThatWereDroppedDoNotComeBack"),
    GARBAGE_IS_NOT_NOTED("INSERT INTO garbage VALUES (?)", "INSERT INTO garbage SELECT ?1 WHERE 0", "theSpaceOfWhatIsDeletedIsFreed"),
    GARBAGE_IS_NOT_COLLECTED("SELECT body FROM garbage LIMIT 1", "SELECT body FROM garbage WHERE 0", "theSpaceOfWhatIsReplacedIsFreed"),
    A_SMALL_BODY_STAYS("DELETE FROM chunk WHERE body = ?", "DELETE FROM chunk WHERE body = ? AND 0", "theSpaceOfWhatIsDeletedIsFreed"),
    WHAT_IS_PUBLISHED_STAYS_STAGED("DELETE FROM staged WHERE area = ?", "DELETE FROM staged WHERE area = ? AND 0", "whatIsPublishedAndDiscardedCannotBeReopened");

    private final String right;
    private final String wrong;
    private final String caughtBy;

    PlantedFault(String right, String wrong, String caughtBy) {
        this.right = right;
        this.wrong = wrong;
        this.caughtBy = caughtBy;
    }

    String caughtBy() {
        return caughtBy;
    }

    /** A connection that prepares the wrong statement instead of the right one. */
    Connection in(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = ((String) arguments[0]).replace(right, wrong);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
