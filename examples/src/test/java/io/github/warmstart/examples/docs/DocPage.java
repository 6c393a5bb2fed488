// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of documentation, as a list of its code blocks, and the regions of source files that they must equal.
 *
 * <pre>{@code
 * assertThat(DocPage.of("docs/custom-llm-adapter.md").blocks("java"))
 *         .contains(DocPage.region("examples/src/main/java/…/InHouseChatModel.java", ""));
 * }</pre>
 */
public final class DocPage {

    private final String text;

    private DocPage(String text) {
        this.text = text;
    }

    /**
     * A page.
     *
     * @param path from the root of the project, with slashes
     */
    public static DocPage of(String path) {
        return new DocPage(read(path));
    }

    /**
     * The fenced code blocks in a language, in order, each without its fences and without a line break at its end.
     *
     * @param language what stands behind the opening fence, for example {@code java}
     */
    public List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        String opened = null;
        for (String line : text.lines().toList()) {
            if (!line.startsWith("```")) {
                block.add(line);
            } else if (opened == null) {
                opened = line.substring(3).strip();
                block.clear();
            } else {
                if (opened.equals(language)) {
                    blocks.add(String.join("\n", block));
                }
                opened = null;
            }
        }
        return blocks;
    }

    /**
     * The lines of a source file between {@code // begin} and {@code // end}, without the indentation they share.
     *
     * @param path from the root of the project, with slashes
     * @param name what stands behind {@code // begin}; empty if nothing does
     */
    public static String region(String path, String name) {
        String begin = ("// begin " + name).strip();
        List<String> region = read(path)
                .lines()
                .dropWhile(line -> !line.strip().equals(begin))
                .skip(1)
                .takeWhile(line -> !line.strip().equals("// end"))
                .toList();
        if (region.isEmpty()) {
            throw new IllegalArgumentException("%s must hold a region '%s', but holds none".formatted(path, begin));
        }
        return String.join("\n", region).stripIndent();
    }

    private static String read(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root of the project: tests run in the folder of their module, or in the root if an editor starts them. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        Path above = here.getParent();
        return Files.isDirectory(here.resolve("docs")) || above == null ? here : above;
    }
}
