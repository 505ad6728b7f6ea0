/** Sizes that a reader can take in: lines of files and methods, numbers of parameters. */
package io.dayreel.projecttests.shape;
