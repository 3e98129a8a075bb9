package dev.moorage.bootstrap.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads one document of YAML 1.2 into a tree. A key that appears twice in one mapping is an error, at every level. Aliases
 * and merge keys ({@code <<}) are resolved. A text is at most {@value #MAX_BYTES} bytes long. {@link YamlTree} limits its
 * depth, and the number of its values after all aliases are resolved.
 */
final class YamlReader {
    static final int MAX_BYTES = 1 << 20;

    /**
     * Returns the text in a file's bytes, which are UTF-8.
     *
     * @throws YamlException for other bytes, and for more than {@value #MAX_BYTES} of them
     */
    static String text(byte[] bytes) throws YamlException {
        if (bytes.length > MAX_BYTES) {
            throw new YamlException(0, 0, "is larger than " + MAX_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new YamlException(0, 0, "is not UTF-8");
        }
    }

    /**
     * Reads the document in a file's bytes, which are UTF-8.
     *
     * @return a missing node for a text without a document
     * @throws YamlException with the place in the text
     */
    JsonNode read(byte[] bytes) throws YamlException {
        return read(text(bytes));
    }

    /**
     * Reads the document in a text.
     *
     * @return a missing node for a text without a document
     * @throws YamlException with the place in the text
     */
    JsonNode read(String text) throws YamlException {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_BYTES)
                .setUseMarks(true)
                .build();
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            int column = e.getProblemMark().map(Mark::getColumn).orElse(-1) + 1;
            throw new YamlException(line, column, firstLine(String.valueOf(e.getProblem())));
        } catch (YamlEngineException e) {
            throw new YamlException(0, 0, firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static JsonNode document(Iterator<Event> events) throws YamlException {
        events.next(); // The start of the stream.
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return MissingNode.getInstance();
        }
        JsonNode document = new YamlTree(events).next();
        events.next(); // The end of the document.
        Event last = events.next();
        if (last.getEventId() != Event.ID.StreamEnd) {
            throw YamlTree.at(last, "a second document begins, which nothing would read");
        }
        return document;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
