package dev.moorage.application.service.garbage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What servers know of each other's collections. All times are the store's.
 *
 * @param finished when the last collection ended that went to its end
 * @param running the collection that runs, or one whose server has stopped
 */
record CollectionRecord(Optional<Instant> finished, Optional<Running> running) {
    /** The record where nothing was collected yet. */
    static final CollectionRecord EMPTY = new CollectionRecord(Optional.empty(), Optional.empty());

    /** How long a collection that does not report is believed to run. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final String FINISHED = "finished ";
    private static final String RUNNING = "running ";

    /**
     * A collection that runs.
     *
     * @param number a random number, which no other collection has
     * @param reported when the collection reported last
     */
    record Running(long number, Instant reported) {}

    /**
     * Returns whether it is time for another collection. A time that is far in the future is not believed: the store's clock
     * was wrong then, or is now.
     */
    boolean isDue(Instant now, Duration interval) {
        return finished.filter(at -> isNear(at, now, interval)).isEmpty()
                && running.filter(other -> isNear(other.reported(), now, SILENCE))
                        .isEmpty();
    }

    private static boolean isNear(Instant one, Instant other, Duration within) {
        return Duration.between(one, other).abs().compareTo(within) < 0;
    }

    /** Returns whether this collection is the one that runs. */
    boolean isRunning(long number) {
        return running.filter(one -> one.number() == number).isPresent();
    }

    /** Returns the record after a report of a collection that runs. */
    CollectionRecord reported(long number, Instant now) {
        return new CollectionRecord(finished, Optional.of(new Running(number, now)));
    }

    /** Returns the record after the end of a collection. */
    CollectionRecord ended(Instant now) {
        return new CollectionRecord(Optional.of(now), Optional.empty());
    }

    /** Returns the text of the record: a line for each time. */
    String format() {
        StringBuilder text = new StringBuilder();
        finished.ifPresent(at -> text.append(FINISHED).append(at).append('\n'));
        running.ifPresent(one -> text.append(RUNNING)
                .append(HexFormat.of().toHexDigits(one.number()))
                .append(' ')
                .append(one.reported())
                .append('\n'));
        return text.toString();
    }

    /** Reads the text of a record. What cannot be read is left out, which costs a collection. */
    static CollectionRecord parse(String text) {
        CollectionRecord record = EMPTY;
        for (String line : text.lines().toList()) {
            try {
                if (line.startsWith(FINISHED)) {
                    record = new CollectionRecord(
                            Optional.of(Instant.parse(line.substring(FINISHED.length()))), record.running());
                } else if (line.startsWith(RUNNING)) {
                    record = new CollectionRecord(record.finished(), Optional.of(running(line)));
                }
            } catch (DateTimeException | IllegalArgumentException _) {
                // Left out.
            }
        }
        return record;
    }

    private static Running running(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException(line);
        }
        return new Running(HexFormat.fromHexDigitsToLong(words[1]), Instant.parse(words[2]));
    }
}
