/** S3 or a directory behind one contract, and the layout of object keys. */
package io.dayreel.store;
