/** Which records are archived, and what committed offsets say about it. */
package io.dayreel.writer.offsets;
