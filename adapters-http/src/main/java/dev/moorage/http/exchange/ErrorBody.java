package dev.moorage.http.exchange;

import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats errors as JSON: OCI Distribution Specification, section "Error Codes". */
public final class ErrorBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrorBody() {}

    /** Returns the body of an error response. */
    public static byte[] of(List<RegistryError> errors) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("errors");
        for (RegistryError error : errors) {
            ObjectNode entry = list.addObject();
            entry.put("code", error.code().name());
            entry.put("message", error.message());
            if (!error.detail().isEmpty()) {
                ObjectNode detail = entry.putObject("detail");
                error.detail().forEach(detail::put);
            }
        }
        return JSON.writeValueAsBytes(root);
    }

    /** Returns the body of a 401 response. The detail has an entry for each action of each scope, as in Distribution. */
    static byte[] unauthorized(RequiredScopes scopes) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode entry = root.putArray("errors").addObject();
        entry.put("code", ErrorCode.UNAUTHORIZED.name());
        entry.put("message", ErrorCode.UNAUTHORIZED.message());
        if (!scopes.scopes().isEmpty()) {
            ArrayNode detail = entry.putArray("detail");
            scopes.scopes()
                    .forEach(scope -> scope.actions()
                            .forEach(action -> detail.addObject()
                                    .put("Type", scope.type())
                                    .put("Class", scope.resourceClass())
                                    .put("Name", scope.name())
                                    .put("Action", action)));
        }
        return JSON.writeValueAsBytes(root);
    }
}
