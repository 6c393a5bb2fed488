// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

/** An argument that cannot be used: the message is one line for the person who typed it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
