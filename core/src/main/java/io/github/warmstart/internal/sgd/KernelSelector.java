// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selector of the fastest available kernel: the one on {@code jdk.incubator.vector} if the process was started with
 * {@code --add-modules jdk.incubator.vector} and the processor has 256-bit registers, otherwise the plain one.
 *
 * <p>The class is found by name, so that nothing of the module is loaded if it is absent.
 */
public final class KernelSelector {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNEL = SgdKernel.class.getPackageName() + ".VectorKernel";
    private static final Logger LOG = LoggerFactory.getLogger(KernelSelector.class);

    private KernelSelector() {}

    private static final class Chosen {
        static final SgdKernel KERNEL = choose();
    }

    /** The kernel of all training in this process. */
    public static SgdKernel best() {
        return Chosen.KERNEL;
    }

    private static SgdKernel choose() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            LOG.debug("plain kernel: the process was not started with --add-modules {}", MODULE);
            return new ScalarKernel();
        }
        try {
            return Class.forName(VECTOR_KERNEL, true, KernelSelector.class.getClassLoader())
                    .asSubclass(SgdKernel.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError unusable) {
            LOG.debug("plain kernel: that on {} cannot be used here", MODULE, unusable);
            return new ScalarKernel();
        }
    }
}
