package org.icemelt.pipelines.answer;

import org.icemelt.pipelines.query.LakeQuery;

/** Prints a result; closing it ends what it prints, not the stream. */
interface RowPrinter extends LakeQuery.Rows, AutoCloseable {
  @Override
  void close();
}
