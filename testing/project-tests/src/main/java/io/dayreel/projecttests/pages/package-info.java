/** Pages of {@code docs/reference} that are written from the code. */
package io.dayreel.projecttests.pages;
