package io.dayreel.testkit.dash;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * The schema of ISO/IEC 23009-1, where there is one: its licence does not let the project ship it. The system property
 * {@code dayreel.dash.schema} names {@code DASH-MPD.xsd} of https://github.com/MPEGGroup/DASHSchema, whose imports lie beside
 * it. Thread-safe.
 */
public final class MpdSchema {
    private static final String PROPERTY = "dayreel.dash.schema";

    /** What is not done without the property, and how it is. */
    public static final String MISSING =
            "NOT CHECKED: no manifest is held against the schema of ISO/IEC 23009-1 unless -D" + PROPERTY
                    + " names DASH-MPD.xsd (github.com/MPEGGroup/DASHSchema)";

    private final Optional<Schema> schema;

    private MpdSchema(Optional<Schema> schema) {
        this.schema = schema;
    }

    /** The one that the property names; none if it names none, which is said on the standard error stream. */
    public static MpdSchema find() {
        String path = System.getProperty(PROPERTY, "");
        if (path.isEmpty()) {
            System.err.println(MISSING);
            return new MpdSchema(Optional.empty());
        }
        try {
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            return new MpdSchema(Optional.of(factory.newSchema(new File(path))));
        } catch (SAXException e) {
            throw new IllegalStateException(path + " is no schema: " + e.getMessage(), e);
        }
    }

    /** Whether manifests are held against it: a test that is about nothing else is skipped without, with {@link #MISSING}. */
    public boolean isThere() {
        return schema.isPresent();
    }

    /** @throws AssertionError with what is wrong; nothing is without a schema */
    public void check(String text) {
        schema.ifPresent(known -> {
            try {
                known.newValidator().validate(new StreamSource(new StringReader(text)));
            } catch (SAXException e) {
                throw new AssertionError(e.getMessage() + "\n" + text, e);
            } catch (IOException e) {
                throw new IllegalStateException("memory was read", e);
            }
        });
    }
}
