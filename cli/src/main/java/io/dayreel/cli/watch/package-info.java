/** {@code dayreel watch}: a device's frames, live and past, into a file or as an elementary stream. A library too. */
package io.dayreel.cli.watch;
