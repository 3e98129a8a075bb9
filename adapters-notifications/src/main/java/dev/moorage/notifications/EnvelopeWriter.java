package dev.moorage.notifications;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes bodies with an indentation of three spaces, as CNCF Distribution does ({@code notifications/http.go}). */
final class EnvelopeWriter {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DefaultIndenter THREE = new DefaultIndenter("   ", "\n");
    private static final ObjectWriter WRITER = JSON.writer()
            .with(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withArrayIndenter(THREE)
                    .withObjectIndenter(THREE));

    private EnvelopeWriter() {}

    static byte[] write(byte[] event, EnvelopeFormat format) {
        ObjectNode parsed = (ObjectNode) JSON.readTree(event);
        return WRITER.writeValueAsString(format.wrap(parsed)).getBytes(StandardCharsets.UTF_8);
    }
}
