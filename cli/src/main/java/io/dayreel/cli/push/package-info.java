/** {@code dayreel push}: a file or camera as a device. */
package io.dayreel.cli.push;
