/** A real S3 server over HTTP for tests, in this process or one of its own, that can be made to fail. */
package io.dayreel.testkit.s3;
