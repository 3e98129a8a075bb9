package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.repository.Page;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes all tags of a repository page by page, so that only one page is in memory: OCI Distribution Specification, section
 * "Listing Tags". When a later page cannot be read, the response ends without its end.
 */
final class TagsBody {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private TagsBody() {}

    /** Reads the tags that follow a tag. */
    interface NextPage {
        Page<Tag> after(Tag last) throws IOException;
    }

    static void write(Exchange exchange, RepositoryName repository, Page<Tag> first, NextPage next) throws IOException {
        exchange.response().setStatus(200);
        exchange.response().setContentType("application/json");
        try (JsonGenerator json = JSON.createGenerator(
                ObjectWriteContext.empty(), exchange.response().getOutputStream())) {
            json.writeStartObject();
            json.writeStringProperty("name", repository.value());
            json.writeArrayPropertyStart("tags");
            Page<Tag> page = first;
            page.entries().forEach(tag -> json.writeString(tag.value()));
            while (page.more()) {
                page = next.after(page.entries().getLast());
                page.entries().forEach(tag -> json.writeString(tag.value()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
