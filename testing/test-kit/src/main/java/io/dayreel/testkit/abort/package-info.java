/** Tests that cannot run where they are. */
package io.dayreel.testkit.abort;
