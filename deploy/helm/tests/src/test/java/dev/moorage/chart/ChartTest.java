package dev.moorage.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

  private static final String HEADING = """
      # The chart deploy/helm/moorage with the values of deploy/helm/tests/src/test/values/kubernetes.yaml. The secret is made by hand:
      # kubectl create namespace moorage
      # kubectl -n moorage create secret generic moorage --from-literal=haSharedSecret=$(openssl rand -hex 32)
      """;
  private static final String EVERYTHING = """
      replicaCount: 3
      storage: s3
      s3: {region: eu-central-1, bucket: images, regionEndpoint: "https://s3.example.org", secure: false, rootdirectory: /registry}
      secrets:
        haSharedSecret: 0123456789abcdef0123456789abcdef
        htpasswd: "alice:$2y$05$abc"
        s3: {accessKey: AKIA, secretKey: hidden}
      tlsSecretName: registry-tls
      ingress: {enabled: true, tls: [{secretName: ingress-tls, hosts: [registry.example.org]}]}
      httproute: {enabled: true, parentRefs: [{name: gateway}], hostnames: [registry.example.org]}
      metrics: {enabled: true, serviceMonitor: {enabled: true, labels: {release: prometheus}}, prometheusRule: {enabled: true}}
      proxy: {enabled: true, username: hub, password: "hub's"}
      persistence: {deleteEnabled: true}
      garbageCollect: {enabled: true, window: "01:00-06:00"}
      networkPolicy: {enabled: true, monitoringFrom: [{namespaceSelector: {matchLabels: {name: monitoring}}}]}
      podDisruptionBudget: {maxUnavailable: 1}
      autoscaling: {enabled: true, targetMemoryUtilizationPercentage: 80}
      serviceAccount: {create: true, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/registry"}}
      javaOptions: -Xmx1g
      topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}}
      service: {type: NodePort, nodePort: 30500, annotations: {a: b}, labels: {c: d}}
      resources: {limits: {memory: 1Gi}}
      extraEnvVars: [{name: REGISTRY_LOG_LEVEL, value: debug}]
      extraVolumes: [{name: more, emptyDir: {}}]
      extraVolumeMounts: [{name: more, mountPath: /more}]
      """;

  private static FakeKubernetes kubernetes;

  @BeforeAll
  static void startKubernetes() throws Exception {
    kubernetes = new FakeKubernetes();
  }

  @AfterAll
  static void stopKubernetes() {
    kubernetes.close();
  }

  @Test
  void lint_findsNothing() {
    var result = new Helm(Rendered.CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
  }

  @Test
  void defaults_areOneReplicaOnTheFilesystem() throws Exception {
    var rendered = Rendered.with("{}");

    assertThat(rendered.kinds()).containsExactly("ConfigMap", "Deployment", "Secret", "Service");
    assertThat(rendered.unknownFields()).isEmpty();
    assertThat(rendered.only("Deployment").at("/spec/strategy/type").asText()).isEqualTo("Recreate");
    assertThat(rendered.variable("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY")).isEqualTo("/var/lib/registry");
  }

  @Test
  void everything_isKnownToKubernetes() throws Exception {
    var rendered = Rendered.with(EVERYTHING);

    assertThat(rendered.kinds())
        .containsExactly(
            "ConfigMap", "Deployment", "HTTPRoute", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "PodDisruptionBudget",
            "PrometheusRule", "Secret", "Service", "ServiceAccount", "ServiceMonitor");
    assertThat(rendered.unknownFields()).isEmpty();
    assertThat(rendered.variable("REGISTRY_STORAGE_S3_SECURE")).isEqualTo("false");
    assertThat(rendered.variable("REGISTRY_STORAGE_S3_REGIONENDPOINT")).isEqualTo("https://s3.example.org");
    assertThat(rendered.variable("REGISTRY_STORAGE_GC_WINDOW")).isEqualTo("01:00-06:00");
    assertThat(rendered.only("Deployment").at("/spec/replicas").isMissingNode()).as("the autoscaler decides").isTrue();
    assertThat(rendered.only("PrometheusRule").at("/spec/groups/0/rules")).hasSizeGreaterThan(5);
  }

  @Test
  void unknownFields_areFound() throws Exception {
    var rendered = Rendered.with("containerSecurityContext: {runAsUser: 1, readOnlyRootFileSystem: true}");

    assertThat(rendered.unknownFields()).singleElement().asString().endsWith("securityContext.readOnlyRootFileSystem");
  }

  @Test
  void secrets_areInSecretsAlone() {
    String text = Rendered.text("registry", EVERYTHING);

    assertThat(text).doesNotContain("hub's", "value: hidden", "0123456789abcdef0123456789abcdef");
    assertThat(Rendered.parse(text).only("Secret").at("/data/haSharedSecret").asText())
        .isEqualTo(Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes()));
  }

  @Test
  void aGeneratedSecret_isLong_andStaysThroughAnUpgrade() {
    var first = Rendered.with("{}").only("Secret").at("/data/haSharedSecret").asText();
    assertThat(Base64.getDecoder().decode(first)).hasSizeGreaterThanOrEqualTo(32);
    kubernetes.put(
        "registry-moorage-secret",
        "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"data\": {\"haSharedSecret\": \"" + first + "\"}}");

    var second = Rendered.with("{}").only("Secret").at("/data/haSharedSecret").asText();
    kubernetes.remove("registry-moorage-secret");

    assertThat(second).isEqualTo(first);
    assertThat(Rendered.with("{}").only("Secret").at("/data/haSharedSecret").asText()).isNotEqualTo(first);
  }

  @Test
  void everyMount_hasItsVolume_andEveryKeyItsSecret() {
    for (String values : List.of("{}", EVERYTHING)) {
      var rendered = Rendered.with(values);
      var volumes = names(rendered.only("Deployment").at("/spec/template/spec/volumes"));

      assertThat(volumes).containsAll(names(rendered.container().path("volumeMounts")));
      assertThat(names(rendered.container().path("volumeMounts"))).containsAll(volumes);
      for (JsonNode variable : rendered.container().path("env")) {
        JsonNode key = variable.at("/valueFrom/secretKeyRef/key");
        if (!key.isMissingNode()) {
          assertThat(rendered.only("Secret").path("data").has(key.asText())).as(key.asText()).isTrue();
        }
      }
    }
  }

  @Test
  void ports_areThoseOfTheProbesAndTheService() {
    var rendered = Rendered.with(EVERYTHING);

    assertThat(names(rendered.container().path("ports"))).containsExactly("registry", "debug");
    assertThat(rendered.container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(rendered.container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    assertThat(rendered.only("Service").at("/spec/ports/1/targetPort").asText()).isEqualTo("debug");
    assertThat(Rendered.with("configData: {http: {debug: {addr: \"0.0.0.0:9090\"}}}").container().at("/ports/1/containerPort").asInt())
        .isEqualTo(9090);
  }

  @Test
  void aPodEnds_afterItsDelayAndItsDrain() {
    var pod = Rendered.with("{}").only("Deployment").at("/spec/template/spec");

    assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(5 + 30 + 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicaCount: 2", "autoscaling: {enabled: true}"})
  void severalReplicas_onAFilesystem_areRefused(String values) {
    assertThatThrownBy(() -> Rendered.with(values)).hasMessageContaining("replicas share a filesystem on one machine only");
  }

  @Test
  void severalReplicas_withoutASecret_areRefused() {
    assertThatThrownBy(() -> Rendered.with("{replicaCount: 2, storage: s3, s3: {region: a, bucket: b}}"))
        .hasMessageContaining("secrets.haSharedSecret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"storage: swift|is not one of", "storage: s3|s3.region is missing", "storage: azure|secrets.azure.accountKey is missing"})
  void aStorage_thatIsUnknownOrHalfGiven_isRefused(String values, String reason) {
    assertThatThrownBy(() -> Rendered.with(values)).hasMessageContaining(reason);
  }

  @Test
  void valuesOfTheOtherChart_render() throws Exception {
    String values = Files.readString(Path.of("src/test/values/docker-registry.yaml"));

    var rendered = Rendered.with(values);

    assertThat(rendered.unknownFields()).isEmpty();
    assertThat(rendered.variable("REGISTRY_STORAGE_S3_BUCKET")).isEqualTo("registry-bucket");
    assertThat(rendered.variable("REGISTRY_AUTH")).isEqualTo("htpasswd");
  }

  @Test
  void theRendering_inKubernetes_isThatOfItsValues() throws Exception {
    Path kept = Rendered.CHART.resolve("../../kubernetes/moorage.yaml").normalize();
    String now = Rendered.text("moorage", Files.readString(Path.of("src/test/values/kubernetes.yaml")));
    if (Boolean.getBoolean("update")) {
      Files.writeString(kept, HEADING + now);
    }

    assertThat(Rendered.parse(Files.readString(kept)).objects()).isEqualTo(Rendered.parse(now).objects());
  }

  @Test
  void theAlerts_areThoseOfThePrometheusFolder() throws Exception {
    Path deploy = Rendered.CHART.resolve("../..").normalize();

    assertThat(Files.readString(Rendered.CHART.resolve("alerts.yml"))).isEqualTo(Files.readString(deploy.resolve("prometheus/alerts.yml")));
  }

  private static List<String> names(JsonNode list) {
    var names = new ArrayList<String>();
    list.forEach(one -> names.add(one.path("name").asText()));
    return names;
  }
}
