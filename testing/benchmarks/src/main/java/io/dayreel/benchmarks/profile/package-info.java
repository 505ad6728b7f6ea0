/** Where processes spend their time. */
package io.dayreel.benchmarks.profile;
