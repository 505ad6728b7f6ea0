package io.dayreel.projecttests.pages;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.dayreel.projecttests.sources.JavaSource;
import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code configuration.md}: every key of every {@code @ConfigMapping}, with default and Javadoc. */
public final class ConfigurationPage implements Page {
    private static final String HEAD = """
            # Configuration

            Written from the `@ConfigMapping` interfaces; change them and run

                %s

            A key is set as a system property (`-Ddayreel.writer.state-directory=…`), as an environment variable (`DAYREEL_WRITER_STATE_DIRECTORY`) or in
            `config/application.properties` beside the working directory. *required* has no default, – means absent. Durations are ISO 8601 (`PT15M`) or
            `15m`, sizes `64M`. The keys of a service start with its name; those of *every service* mean the same in all of them. Standalone sets what differs on one machine in its
            `application.properties`; Quarkus' own keys (`quarkus.http.port`, `quarkus.log.level`, …) are those of Quarkus 3.32.
            """;

    @Override
    public String path() {
        return "docs/reference/configuration.md";
    }

    @Override
    public String expected(Repository repository) {
        Map<String, String> sections = new TreeMap<>();
        List<SourceFile> files = repository.files(path -> path.contains("src/main/java/")).stream()
                .filter(file -> file.text().contains("@ConfigMapping("))
                .filter(file -> !file.module().endsWith("project-tests"))
                .toList();
        for (JavaSource source : JavaSource.parse(files)) {
            new Mappings(source, sections).scan(source.tree(), null);
        }
        return HEAD.formatted(WritePages.COMMAND) + String.join("", sections.values());
    }

    /** {@code spoolMaxSize} as {@code spool-max-size}, the way that the configuration library does it. */
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<String> annotation(ModifiersTree modifiers, String name) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                ExpressionTree argument = annotation.getArguments().get(0);
                ExpressionTree value =
                        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
                return Optional.of(((LiteralTree) value).getValue().toString());
            }
        }
        return Optional.empty();
    }

    private static final class Mappings extends TreePathScanner<Void, Void> {
        private final JavaSource source;
        private final Map<String, String> sections;

        Mappings(JavaSource source, Map<String, String> sections) {
            this.source = source;
            this.sections = sections;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            Optional<String> prefix = annotation(type.getModifiers(), "ConfigMapping");
            prefix.ifPresent(value -> sections.put(value, section(value, type)));
            return prefix.isPresent() ? null : super.visitClass(type, nothing);
        }

        private String section(String prefix, ClassTree type) {
            String module = source.file().module();
            StringBuilder rows = new StringBuilder();
            keys(prefix, type, getCurrentPath(), rows);
            return "\n## " + prefix + "\n\n" + source.documentation(getCurrentPath()) + " Read by "
                    + (module.endsWith("service-runtime") ? "every service" : "`" + module + "`") + ".\n\n"
                    + "| key | default | meaning |\n|---|---|---|\n" + rows;
        }

        private void keys(String prefix, ClassTree type, TreePath path, StringBuilder rows) {
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method && method.getBody() == null && method.getReturnType() != null) {
                    key(prefix, type, method, new TreePath(path, method), rows);
                }
            }
        }

        private void key(String prefix, ClassTree owner, MethodTree method, TreePath path, StringBuilder rows) {
            String name = annotation(method.getModifiers(), "WithName")
                    .orElseGet(() -> kebab(method.getName().toString()));
            String returns = method.getReturnType().toString();
            Optional<ClassTree> group = nested(owner, returns);
            if (group.isPresent()) {
                TreePath groupPath = new TreePath(path.getParentPath(), group.get());
                keys(prefix + "." + name, group.get(), groupPath, rows);
                return;
            }
            String key = prefix + "." + name + (returns.startsWith("Map<") ? ".\"…\"" : "");
            boolean optional = returns.startsWith("Optional") || returns.startsWith("Map<");
            String byDefault = annotation(method.getModifiers(), "WithDefault")
                    .map(value -> "`" + value + "`")
                    .orElse(optional ? "–" : "*required*");
            rows.append("| `" + key + "` | " + Page.cell(byDefault) + " | " + Page.cell(source.documentation(path))
                    + " |\n");
        }

        /** The interface within {@code owner} that groups keys under that name. */
        private static Optional<ClassTree> nested(ClassTree owner, String name) {
            return owner.getMembers().stream()
                    .filter(member -> member.getKind() == Tree.Kind.INTERFACE)
                    .map(ClassTree.class::cast)
                    .filter(type -> type.getSimpleName().contentEquals(name))
                    .findFirst();
        }
    }
}
