package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Measured;
import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.Command;
import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Pushes and pulls an image with skopeo, as users do. Most of the time is skopeo's own. */
record ImageLoad(Workshop workshop, int layers, long size) implements Load {
    private static final String REPOSITORY = "/load/image:image";

    @Override
    public boolean leavesBlobs() {
        return true;
    }

    @Override
    public void prepare(ServerProcess server) {
        // Every round uses a new image. skopeo remembers where it has seen a layer, and would mount it.
    }

    @Override
    public List<Trial> trials(ServerProcess server) throws IOException {
        Path folder = workshop.newFolder("image");
        OciLayout image =
                OciLayout.write(folder.resolve("pushed"), workshop.contents().make(size / layers, layers));
        return List.of(new Pushing(image, server.address()), new Pulling(image, folder, server.address()));
    }

    private static String remote(InetSocketAddress address) {
        return "docker://" + address.getHostString() + ":" + address.getPort() + REPOSITORY;
    }

    private record Pushing(OciLayout image, InetSocketAddress address) implements Trial {
        @Override
        public void run() throws IOException {
            Command.output(
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "--quiet",
                    "--dest-tls-verify=false",
                    "oci:" + image.folder() + ":image",
                    remote(address));
        }

        @Override
        public void check() {
            // The next trial pulls the image.
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.program(image.layerBytes()).named("push");
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private record Pulling(OciLayout image, Path folder, InetSocketAddress address) implements Trial {
        @Override
        public void run() throws IOException {
            Command.output(
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "--quiet",
                    "--src-tls-verify=false",
                    remote(address),
                    "oci:" + pulled() + ":image");
        }

        private Path pulled() {
            return folder.resolve("pulled");
        }

        @Override
        public void check() throws IOException {
            image.requireSame(pulled());
        }

        @Override
        public Sample sample(Measured measured) {
            return measured.program(image.layerBytes()).named("pull");
        }

        @Override
        public void close() throws IOException {
            Workshop.delete(folder);
        }
    }
}
