/**
 * Lakes in a store that speaks S3 but is not Amazon's. In: an endpoint. Out: Beam's options set for
 * it. Never holds a key; needs {@code beam-sdks-java-io-amazon-web-services2}, which is optional.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.s3;
