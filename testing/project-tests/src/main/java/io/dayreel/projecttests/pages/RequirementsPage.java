package io.dayreel.projecttests.pages;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.TreePathScanner;
import io.dayreel.projecttests.sources.JavaSource;
import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code requirements.md}: people write its rows and their states; the column of tests is collected from
 * {@code @Covers}.
 */
public final class RequirementsPage implements Page {
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| (.*) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /**
     * One row of the page.
     *
     * @param id letter and number
     * @param text what is required
     * @param state {@code done}, {@code partly: …} or {@code later: …}
     */
    public record Row(String id, String text, String state) {}

    @Override
    public String path() {
        return "docs/reference/requirements.md";
    }

    /** The rows as the page has them. */
    public List<Row> rows(Repository repository) {
        return repository
                .read(path())
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3).strip()))
                .toList();
    }

    @Override
    public String expected(Repository repository) {
        Map<String, TreeSet<String>> tests = tests(repository);
        return repository
                .read(path())
                .lines()
                .map(line -> {
                    Matcher row = ROW.matcher(line);
                    return row.matches()
                            ? "| " + row.group(1) + " | " + row.group(2) + " | " + row.group(3) + " | "
                                    + Page.cell(links(tests.getOrDefault(row.group(1), new TreeSet<>()))) + " |"
                            : line;
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String links(TreeSet<String> paths) {
        return paths.stream()
                .map(path ->
                        "[" + path.substring(path.lastIndexOf('/') + 1).replace(".java", "") + "](../../" + path + ")")
                .collect(Collectors.joining(", "));
    }

    /** Paths of test classes by the requirement that they name. */
    public Map<String, TreeSet<String>> tests(Repository repository) {
        List<SourceFile> files = repository
                .files(path -> path.endsWith(".java") && (path.contains("src/test/") || path.startsWith("testing/")))
                .stream()
                .filter(file -> file.text().contains("@Covers("))
                .filter(file -> !file.module().endsWith("project-tests"))
                .filter(file -> !file.path().endsWith("/Covers.java"))
                .toList();
        Map<String, TreeSet<String>> found = new TreeMap<>();
        for (JavaSource source : JavaSource.parse(files)) {
            new Annotations(source.file().path(), found).scan(source.tree(), null);
        }
        return found;
    }

    private static final class Annotations extends TreePathScanner<Void, Void> {
        private final String path;
        private final Map<String, TreeSet<String>> found;

        Annotations(String path, Map<String, TreeSet<String>> found) {
            this.path = path;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            collect(type.getModifiers());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            collect(method.getModifiers());
            return super.visitMethod(method, nothing);
        }

        private void collect(ModifiersTree modifiers) {
            for (AnnotationTree annotation : modifiers.getAnnotations()) {
                if (annotation.getAnnotationType().toString().equals("Covers")) {
                    Matcher id = QUOTED.matcher(annotation.getArguments().toString());
                    while (id.find()) {
                        found.computeIfAbsent(id.group(1), any -> new TreeSet<>())
                                .add(path);
                    }
                }
            }
        }
    }
}
