package dev.aloft.data;

/**
 * A column of a table or of a model's signature.
 *
 * @param name its name, unique in its table
 * @param type what its cells hold
 */
public record Column(String name, DataType type) {}
