/** The repository's files, as text and as the Java compiler parses them. */
package io.dayreel.projecttests.sources;
