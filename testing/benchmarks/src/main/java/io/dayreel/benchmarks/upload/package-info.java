/** Videos that are uploaded part by part. */
package io.dayreel.benchmarks.upload;
