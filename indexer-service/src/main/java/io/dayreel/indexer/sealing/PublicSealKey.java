package io.dayreel.indexer.sealing;

import java.util.Optional;

/**
 * What whoever verifies days has to be given.
 *
 * @param pem public half of the key; empty if this installation seals no days
 */
public record PublicSealKey(Optional<String> pem) {}
