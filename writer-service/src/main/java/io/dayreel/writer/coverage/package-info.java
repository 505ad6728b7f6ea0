/** Reports which frames are durable, and how far that is known. */
package io.dayreel.writer.coverage;
