package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.client.Contents;
import dev.moorage.benchmarks.load.client.Manifest;
import dev.moorage.benchmarks.load.client.RegistryClient;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** An image with small layers and a tag, which is requested repeatedly. */
record SmallImage(List<Content> layers, Manifest manifest) {
    static final String REPOSITORY = "load/small-image";
    static final String TAG = "latest";
    private static final int LAYERS = 10;

    static SmallImage make(Contents contents, long layerSize) {
        List<Content> layers = contents.make(layerSize, LAYERS);
        return new SmallImage(layers, Manifest.of(layers.getFirst(), layers));
    }

    void push(ServerProcess server) throws IOException {
        try (RegistryClient client = RegistryClient.connect(server.endpoint())) {
            for (Content layer : layers) {
                client.pushWhole(REPOSITORY, layer);
            }
            client.putManifest(REPOSITORY, TAG, manifest);
        }
    }

    void headManifest(RegistryClient client) throws IOException {
        client.headManifest(REPOSITORY, TAG, manifest);
    }

    void getManifest(RegistryClient client) throws IOException {
        client.getManifest(REPOSITORY, TAG, manifest);
    }

    void getLayer(RegistryClient client, int index) throws IOException {
        client.pull(REPOSITORY, layers.get(index % layers.size()));
    }
}
