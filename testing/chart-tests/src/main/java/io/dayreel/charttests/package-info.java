/** Renders the Helm chart, and writes the plain manifests of {@code k8s/} from it. */
package io.dayreel.charttests;
