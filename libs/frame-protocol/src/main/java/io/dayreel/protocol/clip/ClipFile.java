package io.dayreel.protocol.clip;

import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;

/**
 * A file to check.
 *
 * @param name for findings
 * @param bytes all of it; read in pieces of at most 4 MiB; belongs to the caller
 * @param media what its tables say
 * @param proof what its box says
 * @param proofAt where that box is
 */
public record ClipFile(String name, ByteSource bytes, ClipMedia media, ClipProof proof, ByteRange proofAt) {}
