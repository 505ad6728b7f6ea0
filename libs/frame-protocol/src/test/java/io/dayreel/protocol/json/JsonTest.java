package io.dayreel.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.frame.FrameException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Property
    void whatIsWrittenIsReadBack(@ForAll("values") Object value) {
        assertThat(Json.read(Json.write(value))).isEqualTo(value);
    }

    @Property
    void anyTextIsReadOrRefusedWithTheProtocolsException(@ForAll String text) {
        try {
            Json.read(text);
        } catch (FrameException e) {
            assertThat(e.reason()).isEqualTo(FrameException.Reason.BODY);
        }
    }

    @Property
    void alteredJsonIsReadOrRefusedWithTheProtocolsException(
            @ForAll("values") Object value, @ForAll int at, @ForAll char c) {
        StringBuilder text = new StringBuilder(Json.write(value));
        text.setCharAt(Math.floorMod(at, text.length()), c);

        try {
            Json.read(text.toString());
        } catch (FrameException e) {
            assertThat(e.reason()).isEqualTo(FrameException.Reason.BODY);
        }
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.doubles().filter(d -> d != Math.rint(d)).map(number -> (Object) number),
                Arbitraries.of(true, false).map(flag -> (Object) flag),
                Arbitraries.just(null));
        return Arbitraries.recursive(() -> leaf, JsonTest::container, 0, 3);
    }

    private static Arbitrary<Object> container(Arbitrary<Object> element) {
        return Arbitraries.oneOf(
                element.list().ofMaxSize(4).map(list -> (Object) list),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), element)
                        .ofMaxSize(4)
                        .map(map -> (Object) new LinkedHashMap<>(map)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "tru",
                "nulll",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u１２３４\"",
                "\"\n\"",
                "1 2",
                "NaN",
                "1e999",
                "[1}",
                "'a'"
            })
    void malformedJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(FrameException.class);
    }

    @Example
    void escapesAndNumbersAreReadAsTheyAreMeant() {
        Object value =
                Json.read(" { \"a\\u00e9\\n\\/\" : [ 1 , -2.5e1 , true , null , { } , [ ] , 12345678901234567890 ] } ");

        Map<?, ?> object = (Map<?, ?>) value;
        assertThat(object.get("aé\n/"))
                .isEqualTo(java.util.Arrays.asList(1L, -25.0, true, null, Map.of(), List.of(), 12345678901234567890.0));
    }

    @Example
    void nestingAndLengthAreBounded() {
        assertThat(Json.read("[".repeat(32) + "]".repeat(32))).isNotNull();
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> Json.read(" ".repeat(Json.MAX_LENGTH) + "1")).isInstanceOf(FrameException.class);
    }

    @Example
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> Json.read(ByteBuffer.wrap(new byte[] {'"', (byte) 0xC0, '"'})))
                .isInstanceOf(FrameException.class);
    }

    @Example
    void aMissingMemberIsNamed() {
        assertThatThrownBy(() -> Json.readObject("{\"a\":1}").string("a")).hasMessageContaining("'a' must be a string");
        assertThatThrownBy(() -> Json.readObject("[]")).hasMessageContaining("must be an object");
    }
}
