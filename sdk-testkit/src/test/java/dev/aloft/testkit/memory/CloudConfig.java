package dev.aloft.testkit.memory;

import java.util.Map;

/**
 * What serves: a model of one revision.
 *
 * @param id its name
 * @param revision the hash of the revision
 * @param modelUri where the model lies
 * @param tags its tags
 */
record CloudConfig(String id, String revision, String modelUri, Map<String, String> tags) {}
