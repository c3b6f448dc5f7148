package dev.aloft.internal.layers;

/**
 * What a thread carries of the verb that it works for: the request layers in force and the verb's
 * id.
 *
 * @param stack the layers of the client
 * @param verbId what joins the requests of the verb; empty outside of verbs
 */
public record Scope(LayerStack stack, String verbId) {}
