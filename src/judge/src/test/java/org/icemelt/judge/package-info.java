@org.jspecify.annotations.NullMarked
package org.icemelt.judge;
