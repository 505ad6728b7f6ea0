package io.dayreel.projecttests.shape;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import io.dayreel.projecttests.sources.JavaSource;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader can hold in mind: files to {@value #MAX_FILE_LINES} lines, methods to {@value #MAX_METHOD_LINES} with
 * their annotations and without their Javadoc, {@value #MAX_PARAMETERS} parameters. A record's components are exempt:
 * they are named where they are read.
 */
public final class ShapeRules {
    public static final int MAX_FILE_LINES = 500;
    public static final int MAX_METHOD_LINES = 60;
    public static final int MAX_PARAMETERS = 6;

    private ShapeRules() {}

    /** Checks Java and TypeScript files; others are passed over. */
    public static List<Violation> check(List<SourceFile> files) {
        List<Violation> violations = new ArrayList<>();
        for (SourceFile file : files) {
            long lines = file.text().lines().count();
            if (lines > MAX_FILE_LINES) {
                violations.add(new Violation(file.path(), 1, lines + " lines in a file"));
            }
            if (file.path().endsWith(".ts")) {
                violations.addAll(TypeScriptShape.check(file));
            }
        }
        List<SourceFile> java =
                files.stream().filter(file -> file.path().endsWith(".java")).toList();
        for (JavaSource source : JavaSource.parse(java)) {
            new Methods(source, violations).scan(source.tree(), null);
        }
        return violations;
    }

    private static final class Methods extends TreePathScanner<Void, Void> {
        private final JavaSource source;
        private final List<Violation> violations;

        Methods(JavaSource source, List<Violation> violations) {
            this.source = source;
            this.violations = violations;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean constructor = method.getName().contentEquals("<init>");
            String name = constructor
                    ? owner.getSimpleName().toString()
                    : method.getName().toString();
            String place = source.file().path() + "#" + name;
            long first = source.firstLine(method);
            long lines = source.lastLine(method) - first + 1;
            if (lines > MAX_METHOD_LINES) {
                violations.add(new Violation(place, first, lines + " lines in a method"));
            }
            int parameters = method.getParameters().size();
            if (parameters > MAX_PARAMETERS && !(constructor && owner.getKind() == Tree.Kind.RECORD)) {
                violations.add(new Violation(place, first, parameters + " parameters"));
            }
            return super.visitMethod(method, nothing);
        }
    }
}
