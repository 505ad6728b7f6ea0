/** Manifests of sealed days (docs/reference/protocol.md, "Manifest"): writing, signing, and checking a day against them. */
package io.dayreel.protocol.manifest;
