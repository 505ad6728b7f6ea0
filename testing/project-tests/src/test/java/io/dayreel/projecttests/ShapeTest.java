package io.dayreel.projecttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.projecttests.shape.ShapeException;
import io.dayreel.projecttests.shape.ShapeRules;
import io.dayreel.projecttests.shape.Violation;
import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final String EXCEPTIONS = "testing/project-tests/src/main/resources/shape-exceptions.txt";

    @Test
    void mainCodeIsOfAShapeThatPeopleCanHoldInMind() {
        Repository repository = Repository.here();
        List<SourceFile> main =
                repository.files().stream().filter(SourceFile::isMainCode).toList();
        List<String> accepted = ShapeException.read(repository.read(EXCEPTIONS)).stream()
                .map(ShapeException::place)
                .toList();

        List<Violation> violations = ShapeRules.check(main);

        assertThat(main).as("main code").hasSizeGreaterThan(100);
        assertThat(violations)
                .as("too large; split it, or name it with a reason in %s", EXCEPTIONS)
                .filteredOn(violation -> !accepted.contains(violation.place()))
                .isEmpty();
        assertThat(accepted).as("exceptions that nothing needs any more").allMatch(place -> violations.stream()
                .anyMatch(violation -> violation.place().equals(place)));
    }

    @Test
    void longJavaIsFound() {
        String tooLong = "class A {\n  void f(int a, int b, int c, int d, int e, int f, int g) {\n"
                + "    g();\n".repeat(60) + "  }\n  record R(int a, int b, int c, int d, int e, int f, int g) {}\n"
                + "  void fits(int a, int b, int c, int d, int e, int f) {\n" + "    g();\n".repeat(58) + "  }\n}\n"
                + "// end\n".repeat(400);

        List<Violation> violations = ShapeRules.check(List.of(new SourceFile("A.java", tooLong)));

        assertThat(violations)
                .extracting(Violation::place, Violation::what)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("A.java", "525 lines in a file"),
                        org.assertj.core.groups.Tuple.tuple("A.java#f", "62 lines in a method"),
                        org.assertj.core.groups.Tuple.tuple("A.java#f", "7 parameters"));
    }

    @Test
    void longTypeScriptIsFound() {
        String body = "    g();\n".repeat(60);
        String tooLong =
                "export class A {\n  private async method(a: Map<string, number>): Promise<void> {\n" + body + "  }\n"
                        + "  #hidden(\n    a: number,\n    b: number,\n    c: number,\n    d: number,\n    e: number,\n    f: number,\n"
                        + "    g: number,\n  ): void {\n    g();\n  }\n"
                        + "  fits(a: (x: number, y: number) => void, b: { c: number; d: number }): void {\n    g();\n  }\n}\n"
                        + "export function outer(): void {\n" + body + "}\n"
                        + "const arrow = (a: number): void => {\n" + body + "};\n"
                        + "if (a) {\n" + body + "}\n";

        List<Violation> violations = ShapeRules.check(List.of(new SourceFile("a.ts", tooLong)));

        assertThat(violations)
                .extracting(Violation::place, Violation::what)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("a.ts#method", "62 lines in a method"),
                        org.assertj.core.groups.Tuple.tuple("a.ts##hidden", "7 parameters"),
                        org.assertj.core.groups.Tuple.tuple("a.ts#outer", "62 lines in a method"),
                        org.assertj.core.groups.Tuple.tuple("a.ts#arrow", "62 lines in a method"));
    }
}
