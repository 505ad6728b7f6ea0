/**
 * Tokens: who may send, watch or administer what (docs/reference/http.md, "Tokens"). The one place where tokens are
 * issued and checked.
 */
package io.dayreel.access;
