package dev.moorage.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the chart makes of some values: the objects that Kubernetes gets.
 *
 * @param objects in the order of the templates
 */
record Rendered(List<JsonNode> objects) {

  static final Path CHART = Path.of("..", "moorage").toAbsolutePath().normalize();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * Renders the chart.
   *
   * @param values the text of a values file
   */
  static Rendered with(String values) {
    return parse(text("registry", values));
  }

  static String text(String release, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return new Helm(CHART).template().withName(release).withNamespace("images").withKubeVersion("1.31.0").withValuesFile(file).call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Rendered parse(String text) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      var objects = new ArrayList<JsonNode>();
      documents.forEachRemaining(document -> {
        if (document != null && !document.isNull() && !document.isMissingNode()) {
          objects.add(document);
        }
      });
      return new Rendered(List.copyOf(objects));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  TreeSet<String> kinds() {
    var kinds = new TreeSet<String>();
    objects.forEach(object -> kinds.add(object.path("kind").asText()));
    return kinds;
  }

  /** The only object of a kind. */
  JsonNode only(String kind) {
    var found = objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
    if (found.size() != 1) {
      throw new AssertionError(kind + ": " + found.size() + " of them");
    }
    return found.get(0);
  }

  JsonNode container() {
    return only("Deployment").at("/spec/template/spec/containers/0");
  }

  /** The value of a variable of the container, or empty where it has none. */
  String variable(String name) {
    for (JsonNode variable : container().path("env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    return "";
  }

  /** The names of fields that Kubernetes does not know, with the path to each. */
  List<String> unknownFields() throws IOException {
    var serialization = new KubernetesSerialization();
    var unknown = new ArrayList<String>();
    for (JsonNode object : objects) {
      HasMetadata typed = serialization.unmarshal(object.toString(), HasMetadata.class);
      UnknownFields.collect(object.path("kind").asText(), typed, unknown);
    }
    return unknown;
  }
}
