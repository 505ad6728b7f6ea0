/** What the writer counts about itself. */
package io.dayreel.writer.figures;
