package dev.moorage.storage.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers that a mistaken driver repeats for a second. */
final class Remembered {
    private static final Duration TIME = Duration.ofSeconds(1);

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(Object value, long nanos) {}

    /** A call whose answer is remembered. */
    interface Call<T> {
        T make() throws IOException;
    }

    /** The answer of at most a second ago, or that of the call. */
    @SuppressWarnings("unchecked") // One question has answers of one type.
    <T> T answer(String question, Call<T> call) throws IOException {
        Answer known = answers.get(question);
        if (known == null || System.nanoTime() - known.nanos() > TIME.toNanos()) {
            known = new Answer(call.make(), System.nanoTime());
            answers.put(question, known);
        }
        return (T) known.value();
    }

    /** What a change of the driver does that remembers well. */
    void forget() {
        answers.clear();
    }
}
