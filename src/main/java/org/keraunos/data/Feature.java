package org.keraunos.data;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;

/**
 * One named input of a data set.
 *
 * @param name the name; a network with one input takes any
 * @param column the rows
 * @param scaling what the graph does to the stored numbers
 * @param columns the names of a table's columns, one a number of the sample; none where nobody
 *     named them
 */
@CheckReturnValue
public record Feature(String name, Column column, Scaling scaling, List<String> columns) {
  /**
   * Checks the number of names.
   *
   * @param name the name
   * @param column the rows
   * @param scaling what the graph does to the stored numbers
   * @param columns the names of a table's columns, or none
   * @throws IllegalArgumentException if there are names, and not one for each number of a sample,
   *     or one comes twice
   */
  public Feature {
    Check.given(name, "name");
    Check.given(column, "column");
    Check.given(scaling, "scaling");
    Check.given(columns, "columns");
    Check.argument(
        columns.isEmpty() || columns.size() == column.shape().size(),
        "columns of input \"" + name + "\"",
        column.shape().size() + " names",
        columns.size());
    Check.argument(
        columns.stream().distinct().count() == columns.size(),
        "columns of input \"" + name + "\"",
        "names that differ",
        columns);
    columns = List.copyOf(columns);
  }

  /**
   * An input whose numbers have no names.
   *
   * @param name the name
   * @param column the rows
   * @param scaling what the graph does to the stored numbers
   */
  public Feature(String name, Column column, Scaling scaling) {
    this(name, column, scaling, List.of());
  }

  /**
   * The shape of one sample.
   *
   * @return the column's shape
   */
  public Shape shape() {
    return column.shape();
  }

  /**
   * The columns of these names, in this order.
   *
   * @param wanted names, all of which this input has
   * @return an input of the same name with these columns, copied
   * @throws IllegalArgumentException if one is missing
   */
  public Feature pick(List<String> wanted) {
    Check.argument(columns.containsAll(wanted), "columns", "some of " + columns, wanted);
    int[] places = wanted.stream().mapToInt(columns::indexOf).toArray();
    float[] values = new float[Math.multiplyExact(column.rows(), places.length)];
    float[] row = new float[shape().size()];
    for (int i = 0; i < column.rows(); i++) {
      column.readFloats(i, row, 0);
      for (int j = 0; j < places.length; j++) {
        values[i * places.length + j] = row[places[j]];
      }
    }
    FloatColumn some = FloatColumn.of(values, Shape.of(places.length));
    return new Feature(name, some, scaling, wanted);
  }

  Feature rows(int[] kept) {
    return new Feature(name, column.rows(kept), scaling, columns);
  }
}
