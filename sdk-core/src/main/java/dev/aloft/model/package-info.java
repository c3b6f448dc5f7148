/** Models: trained files with their manifest, and the registry that names their versions. */
@NullMarked
package dev.aloft.model;

import org.jspecify.annotations.NullMarked;
