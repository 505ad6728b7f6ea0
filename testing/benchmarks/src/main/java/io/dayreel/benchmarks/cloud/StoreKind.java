package io.dayreel.benchmarks.cloud;

/** Which object store an installation has. */
public enum StoreKind {
    /** A directory of this machine. */
    DIRECTORY,
    /** An S3 server on the loopback address, asked over HTTP with signatures, that keeps its objects in a directory. */
    S3
}
