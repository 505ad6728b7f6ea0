package io.dayreel.projecttests.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The working tree without what {@code .gitignore} leaves out. */
public final class Repository {
    private static final Set<String> IGNORED_FOLDERS =
            Set.of(".git", "target", "node_modules", "dist", ".idea", ".vscode", "data");
    private static final Set<String> TEXT_ENDINGS = Set.of(
            "java",
            "ts",
            "mjs",
            "js",
            "css",
            "html",
            "md",
            "xml",
            "json",
            "properties",
            "sh",
            "yaml",
            "yml",
            "txt",
            "npmrc");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    /** The repository around the working directory: the nearest folder that holds {@code mvnw}. */
    public static Repository here() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return new Repository(folder);
            }
        }
        throw new IllegalStateException("no folder with mvnw above " + start);
    }

    public boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    public String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    public void write(String path, String text) {
        try {
            Files.writeString(root.resolve(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** The modules of the root pom, in its order. */
    public List<String> modules() {
        List<String> modules = new ArrayList<>();
        Matcher matcher = MODULE.matcher(read("pom.xml"));
        while (matcher.find()) {
            modules.add(matcher.group(1));
        }
        return modules;
    }

    /** Text files whose path is wanted, in the order of their paths. */
    public List<SourceFile> files(Predicate<String> wanted) {
        return paths().stream()
                .filter(Repository::isText)
                .filter(wanted)
                .map(path -> new SourceFile(path, read(path)))
                .toList();
    }

    /** All text files. */
    public List<SourceFile> files() {
        return files(path -> true);
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean ignored = !folder.equals(root)
                            && IGNORED_FOLDERS.contains(folder.getFileName().toString());
                    return ignored ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    paths.add(root.relativize(file).toString().replace('\\', '/'));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        paths.sort(null);
        return paths;
    }

    /** By its ending; files without one are the scripts that are known by name. */
    private static boolean isText(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? isScript(name, path) : TEXT_ENDINGS.contains(name.substring(dot + 1));
    }

    private static boolean isScript(String name, String path) {
        return name.equals("dayreel") || name.equals("mvnw") || path.startsWith(".ci/");
    }
}
