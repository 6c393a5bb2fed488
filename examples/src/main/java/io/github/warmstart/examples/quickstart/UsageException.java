// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

/** Invalid command line argument. The message is one line for the user of the program. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
