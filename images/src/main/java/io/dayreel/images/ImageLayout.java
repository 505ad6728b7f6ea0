package io.dayreel.images;

/** Where things are in an image, and as whom it runs. The chart, {@code make-base} and the tests rely on it. */
final class ImageLayout {
    /** The application, readable and not writable. */
    static final String APPLICATION = "/opt/dayreel";

    /** Flags of the JVM that are weaker than {@code JAVA_TOOL_OPTIONS}, unlike any on the command line. */
    static final String JVM_FLAGS = APPLICATION + "/jvm.flags";

    /** Bill of materials and the licence. */
    static final String ABOUT = "/usr/share/dayreel";

    /** State; beside {@code /tmp} the only place that is written. */
    static final String STATE = "/var/lib/dayreel";

    /** User and group. */
    static final String USER = "10001:10001";

    private ImageLayout() {}
}
