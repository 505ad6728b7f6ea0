package io.dayreel.images;

import io.dayreel.images.BuildPlan.Destination;
import io.dayreel.images.BuildPlan.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the images of a built repository. Exit codes: 0 made, 1 failed, 2 used wrongly. */
@Command(
        name = "images/build",
        mixinStandardHelpOptions = true,
        header = "Makes an image of each service and the command.")
public final class ImagesMain implements Callable<Integer> {
    @Option(names = "--root", required = true, description = "The built repository.")
    private Path root;

    @Option(names = "--base", required = true, description = "A tar of make-base, or a reference in a registry.")
    private String base;

    @Option(names = "--java", defaultValue = "/opt/java/openjdk/bin/java", description = "Path of java in the base.")
    private String java;

    @Option(names = "--output", required = true, description = "Folder for the tars.")
    private Path output;

    @Option(names = "--registry", defaultValue = "", description = "Push to <registry>/<name>:<tag> instead.")
    private String registry;

    @Option(names = "--insecure", description = "The registry may speak HTTP.")
    private boolean insecure;

    @Option(names = "--tag", required = true, description = "Version of Dayreel.")
    private String tag;

    @Option(names = "--revision", defaultValue = "unknown", description = "Of the source.")
    private String revision;

    @Option(names = "--source", defaultValue = "", description = "Address of the source.")
    private String source;

    @Option(names = "--created", required = true, description = "Time that the images say; fixed for the same bytes.")
    private Instant created;

    /** See the class. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ImagesMain());
        line.setOverwrittenOptionsAllowed(true); // the script gives defaults
        line.registerConverter(Instant.class, Instant::parse);
        line.setExecutionExceptionHandler((failure, self, parsed) -> {
            self.getErr().println("images: " + failure.getMessage());
            if (!(failure instanceof IllegalArgumentException || failure instanceof IllegalStateException)) {
                failure.printStackTrace(self.getErr());
            }
            self.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    @Override
    public Integer call() throws Exception {
        Path work = output.resolve("images-work");
        Destination destination = registry.isEmpty()
                ? new Destination.Tars(output, "ghcr.io/dayreel")
                : new Destination.Registry(registry, insecure);
        BuildPlan plan =
                new BuildPlan(new Base(base), java, new Labels(tag, revision, source, created), destination, work);
        build(plan, new Programs(root.toAbsolutePath().normalize(), work.resolve("jars")));
        return CommandLine.ExitCode.OK;
    }

    private static void build(BuildPlan plan, Programs programs) throws Exception {
        List<Program> services = programs.services();
        ImageBuilder builder = new ImageBuilder(plan, SharedLibraries.of(services));
        for (Program program : all(services, programs)) {
            System.out.println(program.name() + " " + builder.build(program));
        }
    }

    private static List<Program> all(List<Program> services, Programs programs) throws IOException {
        List<Program> all = new ArrayList<>(services);
        all.add(programs.command());
        return all;
    }
}
