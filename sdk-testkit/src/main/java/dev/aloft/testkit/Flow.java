package dev.aloft.testkit;

import dev.aloft.Aloft;
import java.util.function.Consumer;

/**
 * Something that a process does at a provider.
 *
 * @param name its name
 * @param before what is done first, undisturbed, by the same process
 * @param work what is disturbed; done again, it finishes what was begun
 * @param proof what holds when the work is done
 * @param undo takes away what the work made
 */
record Flow(
    String name,
    Consumer<Aloft> before,
    Consumer<Aloft> work,
    Consumer<Aloft> proof,
    Consumer<Aloft> undo) {}
