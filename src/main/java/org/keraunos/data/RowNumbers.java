package org.keraunos.data;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The numbers of rows as texts, made when they are asked for. */
final class RowNumbers extends AbstractList<String> implements RandomAccess {
  private final int rows;

  RowNumbers(int rows) {
    this.rows = rows;
  }

  @Override
  public String get(int row) {
    return String.valueOf(Objects.checkIndex(row, rows));
  }

  @Override
  public int size() {
    return rows;
  }
}
