/** Commands for those who run an installation: {@code token}, {@code reindex}, {@code devices}, {@code timeline}. */
package io.dayreel.cli.operate;
