package io.dayreel.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.images.BuildPlan.Destination;
import io.dayreel.images.BuildPlan.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two small services on a base of one file. */
class ImageBuilderIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Coordinates COMMON = new Coordinates("org.example", "common", "", "1.0");
    private static final Coordinates OWN = new Coordinates("org.example", "own", "", "2.0");
    private static final Coordinates OURS = new Coordinates("io.dayreel", "frame-protocol", "", "0.1.0");

    @TempDir
    Path directory;

    private List<Program> services;

    @BeforeEach
    void makeServices() throws Exception {
        writeBase(directory.resolve("base.tar"));
        Files.writeString(directory.resolve("base.packages"), "libc6 2.36-9+deb12u14 amd64\n");
        services = List.of(service("ingest"), service("writer"));
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        List<String> first = build(directory.resolve("first"));
        for (Program service : services) {
            for (Library library : service.libraries()) {
                Files.setLastModifiedTime(
                        library.file(), java.nio.file.attribute.FileTime.from(Instant.parse("2020-02-02T00:00:00Z")));
            }
        }

        List<String> second = build(directory.resolve("second"));

        assertThat(second).isEqualTo(first);
        for (Program service : services) {
            assertThat(directory.resolve("second/" + service.name() + ".tar"))
                    .hasSameBinaryContentAs(directory.resolve("first/" + service.name() + ".tar"));
        }
    }

    @Test
    void anImageRunsAsNobodyWithTheServicesCommandAndSaysWhatItIs() throws Exception {
        build(directory.resolve("out"));

        JsonNode image = config(directory.resolve("out/dayreel-ingest.tar"));
        JsonNode config = image.path("config");

        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/var/lib/dayreel");
        assertThat(texts(config.path("Entrypoint")))
                .containsExactly(
                        "/opt/java/openjdk/bin/java",
                        "-XX:Flags=/opt/dayreel/jvm.flags",
                        "-jar",
                        "/opt/dayreel/quarkus-run.jar");
        assertThat(texts(config.path("Env"))).contains("LANG=C.UTF-8", "MALLOC_ARENA_MAX=2", "A=b");
        assertThat(config.path("ExposedPorts").has("8080/udp")).isTrue();
        JsonNode labels = config.path("Labels");
        assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo("dayreel-ingest");
        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo("0.1.0");
        assertThat(labels.path("org.opencontainers.image.revision").asText()).isEqualTo("abc");
        assertThat(labels.path("org.opencontainers.image.base.name").asText()).isEqualTo("base.tar");
        assertThat(image.path("created").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void whatAllServicesHaveIsOneLayerWithoutOurOwnModules() throws Exception {
        build(directory.resolve("out"));

        List<Layer> ingest = layers(directory.resolve("out/dayreel-ingest.tar"));
        List<Layer> writer = layers(directory.resolve("out/dayreel-writer.tar"));

        assertThat(ingest).hasSize(4);
        assertThat(ingest.get(1).digest()).isEqualTo(writer.get(1).digest());
        assertThat(ingest.get(1).files()).containsExactly("opt/dayreel/lib/main/org.example.common-1.0.jar");
        assertThat(ingest.get(2).files()).containsExactly("opt/dayreel/lib/main/org.example.own-2.0.jar");
        assertThat(ingest.get(3).files())
                .containsExactlyInAnyOrder(
                        "opt/dayreel/lib/main/io.dayreel.frame-protocol-0.1.0.jar",
                        "opt/dayreel/quarkus-run.jar",
                        "opt/dayreel/jvm.flags",
                        "usr/share/dayreel/sbom.cdx.json");
        assertThat(ingest.get(3).owners()).containsEntry("var/lib/dayreel/", 10001L);
        assertThat(ingest.get(3).owners()).containsEntry("opt/dayreel/quarkus-run.jar", 0L);
    }

    @Test
    void theBillOfMaterialsNamesEveryJarAndThePackagesOfTheBase() throws Exception {
        build(directory.resolve("out"));

        JsonNode bill =
                JSON.readTree(directory.resolve("out/dayreel-ingest.cdx.json").toFile());

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("metadata").path("timestamp").asText()).startsWith("2026-01-01T00:00:00");
        List<String> purls = new ArrayList<>();
        bill.path("components").forEach(each -> purls.add(each.path("purl").asText()));
        assertThat(purls)
                .containsExactlyInAnyOrder(
                        "pkg:maven/org.example/common@1.0?type=jar",
                        "pkg:maven/org.example/own@2.0?type=jar",
                        "pkg:maven/io.dayreel/frame-protocol@0.1.0?type=jar",
                        "pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64");
        assertThat(bill.path("components").findValuesAsText("content"))
                .contains(services.get(0).libraries().get(0).sha256());
    }

    private List<String> build(Path output) throws Exception {
        BuildPlan plan = new BuildPlan(
                new Base(directory.resolve("base.tar").toString()),
                "/opt/java/openjdk/bin/java",
                new Labels("0.1.0", "abc", "", Instant.parse("2026-01-01T00:00:00Z")),
                new Destination.Tars(output, "ghcr.io/dayreel"),
                output.resolve("work"));
        ImageBuilder builder = new ImageBuilder(plan, SharedLibraries.of(services));
        List<String> digests = new ArrayList<>();
        for (Program service : services) {
            digests.add(builder.build(service));
        }
        return digests;
    }

    private Program service(String name) throws IOException {
        Path app = Files.createDirectories(directory.resolve(name));
        List<Library> libraries =
                List.of(library(app, OURS, "same"), library(app, COMMON, "same"), library(app, OWN, name));
        Path run = Files.writeString(app.resolve("quarkus-run.jar"), name);
        return new Program(
                "dayreel-" + name,
                "A service.",
                libraries,
                new TreeMap<>(Map.of("quarkus-run.jar", run)),
                new Program.Start(
                        List.of("-jar", "/opt/dayreel/quarkus-run.jar"),
                        Map.of("A", "b"),
                        Set.of("8080/tcp", "8080/udp")));
    }

    private static Library library(Path app, Coordinates coordinates, String content) throws IOException {
        Path jar = app.resolve(coordinates.group() + "." + coordinates.fileName());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry("content");
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return Library.of(jar, "lib/main/" + jar.getFileName(), coordinates);
    }

    private static void writeBase(Path tar) throws Exception {
        java.io.ByteArrayOutputStream layer = new java.io.ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(layer)) {
            put(out, "etc/base", "base".getBytes(StandardCharsets.UTF_8));
        }
        String diff = sha256(layer.toByteArray());
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\",\"config\":{},"
                        + "\"history\":[],\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + diff + "\"]}}";
        try (OutputStream file = Files.newOutputStream(tar);
                TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
            put(out, "config.json", config.getBytes(StandardCharsets.UTF_8));
            put(out, diff + ".tar", layer.toByteArray());
            String manifest =
                    "[{\"Config\":\"config.json\",\"RepoTags\":[\"base:1\"],\"Layers\":[\"" + diff + ".tar\"]}]";
            put(out, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void put(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    /** A layer. @param owners user ids by names of entries, folders with a slash behind */
    private record Layer(String digest, Map<String, Long> owners) {
        List<String> files() {
            return owners.keySet().stream().filter(name -> !name.endsWith("/")).toList();
        }
    }

    private static JsonNode config(Path tar) throws IOException {
        Map<String, byte[]> parts = parts(tar);
        JsonNode manifest = JSON.readTree(parts.get("manifest.json")).get(0);
        return JSON.readTree(parts.get(manifest.path("Config").asText()));
    }

    private static List<Layer> layers(Path tar) throws Exception {
        Map<String, byte[]> parts = parts(tar);
        List<Layer> layers = new ArrayList<>();
        for (JsonNode name : JSON.readTree(parts.get("manifest.json")).get(0).path("Layers")) {
            byte[] bytes = parts.get(name.asText());
            Map<String, Long> owners = new TreeMap<>();
            try (TarArchiveInputStream in =
                    new TarArchiveInputStream(new GZIPInputStream(new java.io.ByteArrayInputStream(bytes)))) {
                for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    owners.put(entry.getName(), entry.getLongUserId());
                }
            }
            layers.add(new Layer(sha256(bytes), owners));
        }
        return layers;
    }

    private static Map<String, byte[]> parts(Path tar) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream in = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                parts.put(entry.getName(), in.readAllBytes());
            }
        }
        return parts;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
