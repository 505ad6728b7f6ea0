package io.dayreel.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import io.dayreel.images.BuildPlan.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes an image of a program, in layers by how rarely they change: base, libraries that all services share, libraries of
 * this one alone, application. Every file has a fixed time, owner and mode. One thread uses it.
 */
final class ImageBuilder {
    private static final Instant FIXED = Instant.ofEpochSecond(1);
    private static final FilePermissions DIRECTORY = FilePermissions.fromOctalString("755");

    /**
     * Weaker than JAVA_TOOL_OPTIONS, so that an operator's options win. Half of the container's memory is heap: the other
     * half is for class metadata, code, threads, network buffers and RocksDB. Which collector runs, the JVM chooses by the
     * container's cores and memory.
     */
    private static final String JVM_FLAGS = """
            # Read before JAVA_TOOL_OPTIONS, which therefore win.
            +ExitOnOutOfMemoryError
            MaxRAMPercentage=50
            """;

    private final BuildPlan plan;
    private final SharedLibraries shared;
    private final BillOfMaterials bill;

    ImageBuilder(BuildPlan plan, SharedLibraries shared) throws IOException {
        this.plan = plan;
        this.shared = shared;
        this.bill = BillOfMaterials.with(plan.labels().created(), plan.base().packages());
    }

    /** @return the image's digest */
    String build(Program program) throws Exception {
        Program.Start start = program.start();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LANG", "C.UTF-8");
        environment.put("MALLOC_ARENA_MAX", "2"); // glibc keeps what threads freed; RocksDB frees from many
        environment.putAll(start.environment());
        JibContainerBuilder image = plan.base()
                .begin()
                .setPlatforms(Set.of(new Platform("amd64", "linux")))
                .setCreationTime(plan.labels().created())
                .setUser(ImageLayout.USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(ImageLayout.STATE))
                .setEnvironment(environment)
                .setExposedPorts(start.ports().stream().map(ImageBuilder::port).collect(Collectors.toSet()))
                .setLabels(labels(program))
                .setEntrypoint(entrypoint(start))
                .setFileEntriesLayers(layers(program));
        JibContainer built = image.containerize(containerizer(program));
        return built.getDigest().toString();
    }

    private List<String> entrypoint(Program.Start start) {
        List<String> line = new ArrayList<>(List.of(plan.java(), "-XX:Flags=" + ImageLayout.JVM_FLAGS));
        line.addAll(start.command());
        return line;
    }

    private static Port port(String port) {
        int number = Integer.parseInt(port.replaceFirst("/.*", ""));
        return port.endsWith("/udp") ? Port.udp(number) : Port.tcp(number);
    }

    private Map<String, String> labels(Program program) {
        String prefix = "org.opencontainers.image.";
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(prefix + "title", program.name());
        labels.put(prefix + "description", program.description());
        labels.put(prefix + "version", plan.labels().version());
        labels.put(prefix + "revision", plan.labels().revision());
        labels.put(prefix + "created", plan.labels().created().toString());
        labels.put(prefix + "licenses", "Apache-2.0");
        labels.put(prefix + "base.name", plan.base().label());
        if (!plan.labels().source().isEmpty()) {
            labels.put(prefix + "source", plan.labels().source());
        }
        return labels;
    }

    private List<FileEntriesLayer> layers(Program program) throws IOException {
        FileEntriesLayer.Builder common = FileEntriesLayer.builder().setName("libraries of all services");
        FileEntriesLayer.Builder own = FileEntriesLayer.builder().setName("libraries of " + program.name());
        FileEntriesLayer.Builder application = FileEntriesLayer.builder().setName(program.name());
        for (Library library : program.libraries()) {
            FileEntriesLayer.Builder layer = own;
            if (library.coordinates().isOwn()) {
                layer = application;
            } else if (shared.contains(library)) {
                layer = common;
            }
            add(layer, library.file(), ImageLayout.APPLICATION + "/" + library.path());
        }
        program.application().forEach((path, file) -> add(application, file, ImageLayout.APPLICATION + "/" + path));
        Path work = Files.createDirectories(plan.work().resolve(program.name()));
        Path billFile = Files.writeString(
                work.resolve("sbom.cdx.json"), bill.of(program, plan.labels().version()));
        if (plan.destination() instanceof Destination.Tars tars) {
            Files.createDirectories(tars.directory());
            Files.writeString(tars.directory().resolve(program.name() + ".cdx.json"), Files.readString(billFile));
        }
        add(application, billFile, ImageLayout.ABOUT + "/sbom.cdx.json");
        add(application, Files.writeString(work.resolve("jvm.flags"), JVM_FLAGS), ImageLayout.JVM_FLAGS);
        application.addEntry(
                Files.createDirectories(work.resolve("state")),
                AbsoluteUnixPath.get(ImageLayout.STATE),
                DIRECTORY,
                FIXED,
                ImageLayout.USER);
        return List.of(common, own, application).stream()
                .map(FileEntriesLayer.Builder::build)
                .filter(layer -> !layer.getEntries().isEmpty())
                .toList();
    }

    private static void add(FileEntriesLayer.Builder layer, Path file, String path) {
        layer.addEntry(file, AbsoluteUnixPath.get(path), FilePermissions.DEFAULT_FILE_PERMISSIONS, FIXED);
    }

    private Containerizer containerizer(Program program) throws InvalidImageReferenceException, IOException {
        Path cache = Files.createDirectories(plan.work().resolve("cache"));
        Containerizer containerizer;
        if (plan.destination() instanceof Destination.Registry registry) {
            ImageReference name = name(registry.registry(), program);
            containerizer = Containerizer.to(RegistryImage.named(name)
                            .addCredentialRetriever(CredentialRetrieverFactory.forImage(name, event -> {})
                                    .dockerConfig()))
                    .setAllowInsecureRegistries(registry.insecure());
        } else {
            Destination.Tars tars = (Destination.Tars) plan.destination();
            containerizer = Containerizer.to(TarImage.at(tars.directory().resolve(program.name() + ".tar"))
                            .named(name(tars.registry(), program)))
                    .setOfflineMode(plan.base().isTar());
        }
        return containerizer
                .setToolName("dayreel-images")
                .setBaseImageLayersCache(cache)
                .setApplicationLayersCache(cache);
    }

    private ImageReference name(String registry, Program program) throws InvalidImageReferenceException {
        return ImageReference.parse(
                registry + "/" + program.name() + ":" + plan.labels().version());
    }
}
