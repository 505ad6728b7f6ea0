/** Merkle tree hashes and inclusion proofs (RFC 9162 §2.1, SHA-256): what a segment's root is made of. */
package io.dayreel.protocol.merkle;
