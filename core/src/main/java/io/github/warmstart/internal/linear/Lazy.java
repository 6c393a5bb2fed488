// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Value that is computed at the first request, once, by the first thread that requests it. Thread-safe. */
public final class Lazy<T> {

    private @Nullable Supplier<T> maker;
    private volatile @Nullable T value;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    public T get() {
        T made = value;
        return made != null ? made : make();
    }

    private synchronized T make() {
        T made = value;
        if (made == null) {
            // without a value there is a maker: both change under this lock
            made = requireNonNull(maker).get();
            value = made;
            maker = null; // and what it holds on to
        }
        return made;
    }
}
