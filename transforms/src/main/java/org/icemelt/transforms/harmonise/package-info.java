/**
 * Fills the common PV columns from each dataset's own. In: {@link org.icemelt.io.model.WktSite}.
 * Out: {@link org.icemelt.io.model.PvRecord} and, per dataset and target, how many rows were filled
 * and how many could not be converted. It never rejects a row.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.harmonise;
